"""The report as plain text, 80 columns wide."""

import textwrap
from collections.abc import Iterable, Iterator

from countin.insights.in_app import AppReport, app_words
from countin.insights.layout import WIDTH, count_line, rate_line, wrapped
from countin.insights.origins import Shared, Source
from countin.insights.parts import ChannelReport, ServiceReport
from countin.insights.reading.passage_text import passage_lines
from countin.insights.report import Report
from countin.insights.sentences import next_step, reading_aid, three_sentences
from countin.insights.steps import Step, count_of
from countin.insights.tallies import NO_CHANNEL

BRACKETS = (
    "In brackets: between which shares the truth lies, 19 times of 20 (Wilson; Jeffreys where "
    "none or all succeeded)."
)
APART = "Counted apart, never as pre-saves."
_NAMES = {"none": "no channel"}


def write_text(report: Report) -> str:
    """The whole report, ending with a newline."""
    blocks = [
        _head(report),
        _summary(report),
        _section("From the page to the library", _funnel(report)),
        _section("Follows, a decision of their own", _follows(report)),
        _section(f"Reminders and links. {APART}", _beside(report)),
        _section("Rates", _rates(report)),
        *_passages(report),
        _section("Services", _services(report.services)),
        _section("Channels", _channels(report.channels)),
        _section("Sources, as the address says (utm_source)", _sources(report.sources)),
        _section("Links that fans share", _shared(report.shared)),
        _section("Inside apps' own browsers", _apps(report.by_app)),
        _section("What can't be known", _unknowns(report.unknowns)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _passages(report: Report) -> Iterator[str]:
    for passage in report.passages:
        yield _section(passage.title, passage_lines(passage))


def _head(report: Report) -> str:
    lines = [
        f"{report.title} by {report.artist}",
        f"Report of {report.as_of:%-d %B %Y, %H:%M} UTC. The campaign is {report.state}.",
        str(report.counts["url"]),
    ]
    return "\n".join(lines)


def _summary(report: Report) -> str:
    sentences = [*three_sentences(report), f"Next step: {next_step(report)}", reading_aid(report)]
    return "\n".join(wrapped(sentence) for sentence in sentences if sentence)


def _section(title: str, lines: Iterable[str]) -> str:
    body = list(lines)
    return "\n".join([title, "-" * len(title), *body]) if body else ""


def _funnel(report: Report) -> Iterator[str]:
    if report.reached:
        yield count_line(reach_words(report), report.reach)
    yield count_line("visits by people", report.visits.people)
    if report.visits.machines:
        yield count_line("and by machines, apart", report.visits.machines, indent=4)
    if report.has_presaves:
        yield from _steps(report.steps)
    else:
        yield "  No service saves by itself here: fans are reminded, or led to its own page."


def reach_words(report: Report) -> str:
    """Of how many channels the reach is known."""
    known, named = len(report.reached), len([c for c in report.channels if c.name != NO_CHANNEL])
    return f"people reached, where the file says so ({known:,} of {named:,} channels)"


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        yield count_line(step.words, step.count)
        for one in step.joined:
            yield count_line(f"+ {one.words}", one.count, indent=4)
        for loss in step.losses:
            sign = "…" if loss.is_open else "-"
            yield count_line(f"{sign} {loss.words}", loss.count, indent=4)


def _follows(report: Report) -> Iterator[str]:
    if report.follows[0].count:
        yield from _steps(report.follows)
    else:
        yield "  None was asked for."


def _beside(report: Report) -> Iterator[str]:
    native, follow_link = report.counts["native"], report.counts["follow_link"]
    if report.reminders[0].count:
        yield from _steps(report.reminders)
    else:
        yield "  No reminder was asked for."
    if native["clicks"]:
        yield count_line("clicks on a service's own pre-save page", native["clicks"])
    if follow_link["clicks"]:
        yield count_line("clicks on the plain follow link", follow_link["clicks"])


def _rates(report: Report) -> Iterator[str]:
    rates = [
        ("visits that led to a pre-save", report.led),
        ("pre-saves that were saved", report.saved),
        ("release mails whose link was opened", report.opened),
    ]
    if not any(known for _words, known in rates):
        yield "  None yet: a rate needs a known denominator."
        return
    yield from (rate_line(words, known) for words, known in rates if known)
    yield wrapped(BRACKETS)


def _services(services: Iterable[ServiceReport]) -> Iterator[str]:
    for service in services:
        yield f"  {service.title}{f': {service.mode}' if service.mode else ''}"
        yield wrapped(service.because, indent=4)
        yield from _short(service)


def _channels(channels: Iterable[ChannelReport]) -> Iterator[str]:
    for channel in channels:
        yield f"  {_NAMES.get(channel.name, channel.name)}"
        visits = f"{channel.visits.people:,} visits by people"
        yield f"    {visits}, {channel.visits.machines:,} by machines"
        yield from _short(channel)
        yield from _channel_rates(channel)


def _apps(apps: Iterable[AppReport]) -> Iterator[str]:
    for app in apps:
        yield f"  {app.label}"
        yield from (f"    {words}" for words in app_words(app))
        if app.left_rate:
            yield rate_line("visits that left by the way out", app.left_rate, indent=4)


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield count_line(f"{source.name}: visits by people", source.people)
        if source.machines:
            yield count_line("and by machines, apart", source.machines, indent=4)


def _shared(shared: Shared) -> Iterator[str]:
    if not shared.links:
        return
    yield count_line("links of their own that fans asked for", shared.links)
    yield count_line("visits by people that came by one", shared.people)
    if shared.machines:
        yield count_line("and by machines, apart", shared.machines, indent=4)


def _short(part: ServiceReport | ChannelReport) -> Iterator[str]:
    yield wrapped(short_words(part.steps, reminders=part.reminders), indent=4)
    if lost := lost_words(part.steps, reminders=part.reminders):
        yield wrapped(lost, indent=4)


def short_words(steps: tuple[Step, ...], *, reminders: tuple[Step, ...]) -> str:
    """A service's or a channel's counts in one line; what never happened is left out."""
    parts = [
        f"{count_of(steps, 'pressed'):,} pressed",
        f"{count_of(steps, 'promised'):,} made",
        f"{count_of(steps, 'saved'):,} saved",
    ]
    has_presaves, asked = bool(steps[0].count or count_of(steps, "promised")), reminders[0].count
    texts = [f"pre-saves: {', '.join(parts)}"] if has_presaves else []
    texts += [f"reminders: {asked:,} asked, {count_of(reminders, 'sent'):,} sent"] if asked else []
    return "; ".join(texts) or "nothing came of it so far"


def lost_words(steps: tuple[Step, ...], *, reminders: tuple[Step, ...]) -> str:
    """Every loss of a service or a channel by its name, in one line; "" without any."""
    ways = [("pre-saves", steps), ("reminders", reminders)]
    return "; ".join(
        f"not among the {what}: " + ", ".join(losses)
        for what, way in ways
        if (losses := [f"{loss.count:,} {loss.words}" for step in way for loss in step.losses])
    )


def _channel_rates(channel: ChannelReport) -> Iterator[str]:
    if channel.led:
        yield rate_line("visits that led to a pre-save", channel.led, indent=4)
    if channel.activation:
        yield rate_line("pre-saves made, of people reached", channel.activation, indent=4)
    if channel.reminded and channel.reminded.successes:
        yield rate_line("reminders asked, of people reached", channel.reminded, indent=4)
    if channel.name not in _NAMES and not channel.reach:
        yield "    reach not given, so no rate of people reached"
    elif channel.reach and count_of(channel.steps, "promised") > channel.reach:
        yield f"    more came than the {channel.reach:,} people reached, so no rate of them"


def _unknowns(unknowns: Iterable[str]) -> Iterator[str]:
    for unknown in unknowns:
        yield textwrap.fill(unknown, WIDTH, initial_indent="  - ", subsequent_indent="    ")
