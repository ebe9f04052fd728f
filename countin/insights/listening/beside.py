"""Listening laid beside the release: the weeks before, and the first week. Arithmetic.

For the campaign as a whole; nobody's listening is looked at. Whether the first week stands out is
judged by the artist's own weeks before: every run of seven days in the 28 before the release.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from countin.campaigns.models import Campaign
from countin.insights.models import Listening, Scope

WEEK = 7
BEFORE = 28
_SHOWN_AFTER = 27  # days after the release date


@dataclass(frozen=True)
class Weeks:
    """Averages a day: of the first week, and the lowest and highest of any week before."""

    first: float
    lowest: float
    highest: float

    @property
    def is_flat(self) -> bool:
        """The first week is none that stands out from those before."""
        return self.lowest <= self.first <= self.highest

    @property
    def is_above(self) -> bool:
        """It is above each of them."""
        return self.first > self.highest


@dataclass(frozen=True)
class Song:
    """What exports say of one song over the first week, added up over its days."""

    title: str
    streams: int
    days: int


@dataclass(frozen=True)
class Heard:
    """One source of numbers. `days`: listeners of the artist a day, where the export says so;
    `weeks`: None where days are missing; `saves` of anything of the artist in the first week."""

    source: str
    days: tuple[tuple[date, int], ...]
    weeks: Weeks | None
    saves: int | None
    list_adds: int | None
    songs: tuple[Song, ...]


def lay_beside(campaign: Campaign) -> tuple[Heard, ...]:
    """One entry a source. One query; empty where nothing was read in."""
    start = campaign.release.release_date
    rows = Listening.objects.filter(
        campaign=campaign,
        first_day__gte=start - timedelta(days=BEFORE),
        last_day__lte=start + timedelta(days=_SHOWN_AFTER),
    ).order_by("source", "first_day", "subject")
    by_source: dict[str, list[Listening]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    return tuple(_heard(source, theirs, start=start) for source, theirs in by_source.items())


def first_week(rows: Mapping[date, float], *, start: date) -> float | None:
    """The average a day over the first seven days; None where one is missing."""
    return _average(rows, first=start)


def _heard(source: str, rows: Sequence[Listening], *, start: date) -> Heard:
    artist = [row for row in rows if row.scope == Scope.ARTIST]
    listeners = {row.first_day: row.listeners for row in artist if row.listeners is not None}
    week = [row for row in artist if 0 <= (row.first_day - start).days < WEEK]
    return Heard(
        source,
        tuple((day, round(listeners[day])) for day in sorted(listeners)),
        _weeks(listeners, start=start),
        _sum(row.saves for row in week),
        _sum(row.playlist_adds for row in week),
        _songs([row for row in rows if row.scope == Scope.SONG], start=start),
    )


def _weeks(listeners: Mapping[date, float], *, start: date) -> Weeks | None:
    first = first_week(listeners, start=start)
    runs = [
        _average(listeners, first=start - timedelta(days=BEFORE - at))
        for at in range(BEFORE - WEEK + 1)
    ]
    known = [run for run in runs if run is not None]
    if first is None or len(known) < len(runs):
        return None
    return Weeks(first, min(known), max(known))


def _average(listeners: Mapping[date, float], *, first: date) -> float | None:
    days = [first + timedelta(days=at) for at in range(WEEK)]
    if any(day not in listeners for day in days):
        return None
    return sum(listeners[day] for day in days) / WEEK


def _songs(rows: Sequence[Listening], *, start: date) -> tuple[Song, ...]:
    """Rows that lie within the first week; a table over other days is left out."""
    end = start + timedelta(days=WEEK)
    streams: dict[str, int] = {}
    days: dict[str, int] = {}
    for row in rows:
        if row.streams is None or row.first_day < start or row.last_day >= end:
            continue
        streams[row.subject] = streams.get(row.subject, 0) + row.streams
        days[row.subject] = days.get(row.subject, 0) + (row.last_day - row.first_day).days + 1
    return tuple(Song(title, streams[title], days[title]) for title in sorted(streams))


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
