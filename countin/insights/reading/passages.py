"""What is read out of a campaign, in plain words, with figures and what they can't say.

One passage is written as text and as HTML alike. Every sentence is whole when read aloud.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from countin.insights.expecting.words import (
    AHEAD,
    BEHIND,
    CAVEATS,
    sentences_ahead,
    sentences_behind,
    sentences_of_record,
)
from countin.insights.listening.words import TITLE, UNTOLD, sentences_about
from countin.insights.models import AuditReading
from countin.insights.rates import Drawn, Rate, rate
from countin.insights.reading.arrivals import EDGE, Arrivals
from countin.insights.reading.columns import Columns, columns_of, draw_columns
from countin.insights.reading.comparing import Comparison
from countin.insights.reading.familiarity import Familiar
from countin.insights.reading.reading import Reading
from countin.providers.contract import Provider
from countin.statistics.concentration import Concentration

NAMES = {
    "presaves": ("pre-save", "pre-saves"),
    "reminders": ("reminder", "reminders"),
    "clicks": ("click on a service's own page", "clicks on a service's own page"),
}


@dataclass(frozen=True)
class Passage:
    """A titled part of the report. `caveats` say what the figures above them can't."""

    title: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, Rate | Drawn], ...] = ()
    columns: tuple[Columns, ...] = ()
    caveats: tuple[str, ...] = ()


def list_passages(reading: Reading, *, providers: Mapping[str, Provider]) -> tuple[Passage, ...]:
    """In the order in which they are read; what says nothing is left out."""
    return tuple(_passages(reading, providers=providers))


def _passages(reading: Reading, *, providers: Mapping[str, Provider]) -> Iterator[Passage]:
    if reading.ahead:
        yield _about_coming(reading, sentences_ahead(reading.ahead, providers=providers))
    if reading.arrivals:
        yield _about_arrivals(reading.arrivals)
    if reading.window:
        yield _about_window(reading.window)
    if reading.scored:
        behind = sentences_behind(reading.scored, providers=providers)
        yield replace(_about_coming(reading, behind), title=BEHIND)
    if reading.presaves_by.total or reading.reminders_by.total:
        yield _about_people(reading)
    if reading.comparison:
        yield _about_channels(reading.comparison)
    yield from _from_elsewhere(reading)


def _from_elsewhere(reading: Reading) -> Iterator[Passage]:
    if reading.heard:
        yield _about_listening(reading)
    if reading.audited is not None:
        yield _about_audit(reading.audited)


def _about_coming(reading: Reading, sentences: Iterable[str]) -> Passage:
    return Passage(
        title=AHEAD,
        sentences=(*sentences, *sentences_of_record(reading.record)),
        caveats=CAVEATS,
    )


def _about_arrivals(arrivals: tuple[Arrivals, ...]) -> Passage:
    found = (_ends(one) for one in arrivals)
    return Passage(
        title="When they came",
        sentences=tuple(sentence for sentence in found if sentence),
        columns=tuple(columns_of(one, about=NAMES[one.about][1]) for one in arrivals),
        caveats=(
            "Days are counted in UTC. Announcing and reminding make full days, mostly the first "
            "and the last: by itself their shape says nothing about who came.",
        ),
    )


def _ends(one: Arrivals) -> str:
    ends = one.ends
    if ends is None:
        return ""
    return (
        f"Of {_counted(one.total, one.about)}, {ends.first:,} came in the first {EDGE} days, "
        f"{ends.last:,} in the last {EDGE} and {ends.middle:,} in the {ends.middle_days:,} "
        f"{'day' if ends.middle_days == 1 else 'days'} between."
    )


def _about_window(window: Concentration) -> Passage:
    return Passage(
        title="Saves in the release window",
        sentences=(
            f"{window.within:,} of {window.of:,} saves were made within 48 hours of the release "
            "in the fan's own market. The same saves spread evenly over 28 days would put "
            f"{window.even:,.1f} into 48 hours.",
        ),
        shares=(("saves within 48 hours", Rate(window.within, window.of, window.interval)),),
        caveats=(
            "That is arithmetic: a pre-save is a save made on the day. It says nothing of what "
            "would have happened without this page.",
        ),
    )


def _about_people(reading: Reading) -> Passage:
    parts = [("presaves", reading.presaves_by), ("reminders", reading.reminders_by)]
    shown = [(about, familiar) for about, familiar in parts if familiar.total]
    return Passage(
        title="Who was known already",
        sentences=tuple(_who(familiar, about=about) for about, familiar in shown),
        shares=tuple(
            (f"{NAMES[about][1]} of fans known before", known)
            for about, familiar in shown
            if (known := rate(familiar.known, of=familiar.known + familiar.new))
        ),
        caveats=(
            "Known means that the fan had taken part in another campaign here, or was on the "
            "artist's e-mail list. Fans are forgotten 30 days after their last release, so one "
            "who comes back later counts as new; and new here is not new to the artist.",
        ),
    )


def _who(familiar: Familiar, *, about: str) -> str:
    untold = f", and of {familiar.untold:,} it can't be told any more" if familiar.untold else ""
    return (
        f"Of {_counted(familiar.total, about)}, {familiar.known:,} "
        f"{'was' if familiar.known == 1 else 'were'} by fans who had been here before and "
        f"{familiar.new:,} by fans who are new here{untold}."
    )


def _about_audit(audited: AuditReading) -> Passage:
    document = audited.document or {}
    day = f"{audited.done_at:%-d %B %Y}" if audited.done_at else "an earlier day"
    return Passage(
        title="What the audit says",
        sentences=(f"Read on {day}. {document['headline']}",),
        caveats=(
            "The audit judges groups, never a person, and says of none that it was bought. For its "
            f"reasons: countin audit campaign {audited.campaign.slug}",
        ),
    )


def _about_listening(reading: Reading) -> Passage:
    return Passage(
        title=TITLE,
        sentences=tuple(
            sentence
            for heard in reading.heard
            for sentence in sentences_about(heard, saved=reading.saved)
        ),
        columns=tuple(
            draw_columns(heard.days, title="listeners of the artist a day")
            for heard in reading.heard
            if heard.days
        ),
        caveats=UNTOLD,
    )


def _about_channels(comparison: Comparison) -> Passage:
    shares: list[tuple[str, Rate | Drawn]] = []
    for one in comparison.channels:
        shares.append((one.name, one.raw))
        if one.shrunk:
            drawn = Drawn(one.shrunk.mean, one.shrunk.interval)
            shares.append((f"{one.name}, in the light of the others", drawn))
    is_shrunk = any(one.shrunk for one in comparison.channels)
    explained = (
        "A small channel's share swings by chance. The second line of each channel draws it "
        "towards what all channels have in common, the more so the smaller it is.",
    )
    return Passage(
        title="Channels, side by side",
        sentences=(_order(comparison),),
        shares=tuple(shares),
        caveats=(
            f"Compared by {comparison.about}: a channel is called higher only where the two "
            "ranges don't touch.",
            *(explained if is_shrunk else ()),
        ),
    )


def _order(comparison: Comparison) -> str:
    names = tuple(one.name for one in comparison.channels)
    if not comparison.lower:
        return f"Nothing tells which of {_listed(names)} is higher: their ranges overlap."
    parts = [
        f"{name} is higher than {_listed(others)}" for name, others in comparison.lower.items()
    ]
    pairs = len(names) * (len(names) - 1) // 2
    is_all = pairs == sum(len(others) for others in comparison.lower.values())
    rest = "" if is_all else " Of every other pair nothing tells which is higher."
    return f"Beyond what chance explains, {'; '.join(parts)}.{rest}"


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _counted(many: int, about: str) -> str:
    one, several = NAMES[about]
    return f"{many:,} {one if many == 1 else several}"
