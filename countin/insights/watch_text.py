"""`countin campaign watch`: release day on a terminal, as plain lines, and as JSON."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from countin.campaigns.models import Campaign, Timing
from countin.campaigns.sightings import NOT_THERE
from countin.insights.awaiting import Awaited
from countin.insights.next_steps import NEXT_STEPS
from countin.insights.watching import HeldWave, Hindrance, Watched, WaveSummary
from countin.insights.waves import WaveTally, show_wave
from countin.providers.contract import Provider

Providers = Mapping[str, Provider]
_MOST_WAVES = 12
_MOST_SUMMARIES = 3
_BAR = 28
# Until then most releases show up by themselves; later somebody should ask why not.
_WORTH_A_LOOK = timedelta(hours=1)


def draw_watched(watched: Watched, *, campaign: Campaign, providers: Providers) -> RenderableType:
    """The whole picture, at most 80 columns wide."""
    parts: list[RenderableType] = [
        Text.assemble((campaign.release.title, "bold"), f" – {campaign.release.artist.name}"),
        Text(f"{_clock(watched.at)} UTC · {watched.state}", style="dim"),
        Text(),
    ]
    if watched.total:
        parts += [
            _draw_all(watched),
            Text(),
            _draw_waves(watched, campaign=campaign, providers=providers),
            Text(),
        ]
    parts += [Text(line) for line in words_of(watched, providers=providers)]
    parts += list(_draw_reasons(watched.reasons))
    parts += list(_draw_summaries(watched.summaries, providers=providers))
    return Group(*parts)


def line_of(watched: Watched, *, providers: Providers) -> str:
    """The same in one line, where no terminal listens."""
    told = " ".join(words_of(watched, providers=providers))
    return f"{_clock(watched.at)} UTC  {watched.done:,} of {watched.total:,} done. {told}"


def words_of(watched: Watched, *, providers: Providers) -> list[str]:
    """What happens now, and what is in the way: whole sentences."""
    if not watched.total and not any(watched.reminders.values()):
        return [
            "Nobody has pre-saved, or confirmed a reminder. See that the page's address is out."
        ]
    if watched.is_over:
        report = f"countin campaign report {watched.slug}"
        return [_reminded(watched), f"All is done. See the report: {report}"]
    words = [_reminded(watched)]
    words += [_hindrance(each, providers=providers) for each in watched.hindrances]
    words += [held_words(each, providers=providers) for each in watched.held]
    words += [awaited_words(each, providers=providers, at=watched.at) for each in watched.awaited]
    if watched.due:
        words.append(pace_words(watched))
    if (moment := watched.next_moment) is not None:
        words.append(f"The next wave is due in {span_words(moment - watched.at)}.")
    return words


def _reminded(watched: Watched) -> str:
    sent, left = watched.reminders["sent"], watched.reminders["left"]
    return f"Reminders: {sent:,} sent, {left:,} still to be sent."


def watched_as_json(watched: Watched, *, campaign: Campaign) -> dict[str, Any]:
    """One object; moments in UTC."""
    left = watched.left_for
    return {
        "slug": campaign.slug,
        "at": _iso(watched.at),
        "state": watched.state,
        "presaves": dict(watched.presaves),
        "by_provider": {name: dict(five) for name, five in watched.by_provider.items()},
        "reasons": dict(watched.reasons),
        "waves": [show_wave(wave, release=campaign.release) for wave in watched.waves],
        "due": watched.due,
        "done_a_minute": watched.done_a_minute,
        "reminders": dict(watched.reminders),
        "left_seconds": None if left is None else round(left.total_seconds()),
        "hindrances": [
            {
                "provider": each.provider,
                "because": each.because,
                "until": each.until and _iso(each.until),
            }
            for each in watched.hindrances
        ],
        "held": [
            {
                "provider": each.provider,
                "due_at": _iso(each.due_at),
                "since": _iso(each.since),
            }
            for each in watched.held
        ],
        "awaited": [_awaited_as_json(each) for each in watched.awaited],
        "summaries": [
            {"provider": each.provider, "due_at": _iso(each.due_at), **each.told}
            for each in watched.summaries
        ],
    }


def _awaited_as_json(awaited: Awaited) -> dict[str, Any]:
    return {
        "provider": awaited.provider,
        "markets": list(awaited.markets),
        "waiting": awaited.waiting,
        "since": _iso(awaited.since),
        "next_look_at": awaited.next_look_at and _iso(awaited.next_look_at),
        "note": awaited.note,
    }


def _draw_all(watched: Watched) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    share = f"{watched.done:,} of {watched.total:,}"
    table.add_row("All", ProgressBar(watched.total or 1, watched.done, width=_BAR), share)
    return table


def _draw_waves(watched: Watched, *, campaign: Campaign, providers: Providers) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Due (UTC)", "service", "", "done", "markets"):
        table.add_column(heading, justify="right" if heading == "done" else "left")
    shown = _most_urgent(watched)
    for wave in shown:
        bar = ProgressBar(wave.total, wave.done, width=12)
        done = f"{wave.done:,}/{wave.total:,}"
        name = Text(_name(wave.provider, providers))
        where = _markets(wave, timing=campaign.release.timing)
        table.add_row(f"{wave.due_at:%m-%d %H:%M}", name, bar, done, where)
    if more := len(watched.waves) - len(shown):
        table.add_row("", Text(f"and {more} more"), "", "", "")
    return table


def _most_urgent(watched: Watched) -> list[WaveTally]:
    """What is not done first, each part in order of time."""
    ordered = sorted(watched.waves, key=lambda wave: (wave.done == wave.total, wave.due_at))
    return ordered[:_MOST_WAVES]


def _draw_reasons(reasons: Mapping[str, int]) -> Iterable[RenderableType]:
    if reasons:
        yield Text("\nNot kept, or not yet")
    for reason, many in reasons.items():
        yield Padding(Text(f"{reason} {many:,} – {NEXT_STEPS.get(reason, '')}"), (0, 0, 0, 2))


def _draw_summaries(
    summaries: Iterable[WaveSummary], *, providers: Providers
) -> Iterable[RenderableType]:
    """The last few that are done."""
    latest = list(summaries)[:_MOST_SUMMARIES]
    if latest:
        yield Text("\nDone")
    for summary in latest:
        yield Padding(Text(_summary(summary, providers=providers)), (0, 0, 0, 2))


def _summary(summary: WaveSummary, *, providers: Providers) -> str:
    told = summary.told
    words = f"{summary.due_at:%m-%d %H:%M} {_name(summary.provider, providers)}: "
    words += f"{told['saved']:,} of {told['total']:,} saved"
    if told["took"] is not None:
        waited, took = timedelta(seconds=told["waited"]), timedelta(seconds=told["took"])
        words += f", the first after {span_words(waited)}, all in {span_words(took)}"
    return f"{words}."


def _hindrance(hindrance: Hindrance, *, providers: Providers) -> str:
    name = _name(hindrance.provider, providers)
    if hindrance.until is None:
        return f"{name} is paused, every promise is kept: {hindrance.because}"
    because = hindrance.because.replace("_", " ")
    return f"{name} is asked nothing until {_clock(hindrance.until)} UTC ({because}): wait."


def held_words(wave: HeldWave, *, providers: Providers) -> str:
    """Why nothing of it is kept, and what to do."""
    return (
        f"The wave of {wave.due_at:%m-%d %H:%M} UTC at {_name(wave.provider, providers)} is held "
        f"since {_clock(wave.since)} UTC: your canaries do not have it. What to do: countin doctor"
    )


def pace_words(watched: Watched) -> str:
    """What is due, how much of it a minute, and how long that takes."""
    told = f"{watched.due:,} due, {watched.done_a_minute:,} done in the last minute"
    if (left := watched.left_for) is None:
        return f"{told}."
    return f"{told}: about {span_words(left)} at that pace."


def awaited_words(awaited: Awaited, *, providers: Providers, at: datetime) -> str:
    """Where the release is missing, who waits for it, and what to do where that lasts."""
    name = providers[awaited.provider].words.name
    places = ", ".join(market or "the market of fans without one" for market in awaited.markets)
    who = f"{awaited.waiting:,} promises wait" if awaited.waiting > 1 else "1 promise waits"
    who = who if awaited.waiting else "Reminders wait"
    is_told = not awaited.note or " " in awaited.note  # else a word for what went wrong
    found = "does not show the release yet" if is_told else "has not said whether it is there"
    words = [f"{name} {found} in {places}. {who} for it."]
    if awaited.next_look_at is not None:
        words.append(f"It is looked for again in {span_words(awaited.next_look_at - at)}.")
    if is_told and awaited.note not in ("", NOT_THERE):
        words.append(f"The last look found: {awaited.note.rstrip('.')}.")
    if at - awaited.since > _WORTH_A_LOOK:
        words.append(
            f"Its moment came {span_words(at - awaited.since)} ago: see whether your distributor "
            "delivered it there, and whether code or link are right."
        )
    return " ".join(words)


def span_words(span: timedelta) -> str:
    """The two largest units."""
    seconds = max(0, round(span.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def _markets(wave: WaveTally, *, timing: str) -> Text:
    if timing == Timing.GLOBAL:
        return Text("all", style="dim")
    names = [market or "unknown" for market in sorted(wave.markets)]
    more = f" +{len(names) - 4}" if len(names) > 4 else ""
    return Text(" ".join(names[:4]) + more, style="dim")


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(provider: str, providers: Providers) -> str:
    return providers[provider].words.name if provider in providers else provider
