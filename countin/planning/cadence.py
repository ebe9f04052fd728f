"""An artist's releases on one line: gaps, windows that overlap, what a year holds. Pure.

Only days are compared. Nothing is known here of plays or saves, and nothing is foretold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

# Up to four weeks, while unheard: source spotify-window.
WINDOW_DAYS: Final = 28
# Four to six weeks are common practice: source fts-cadence.
CLOSEST_DAYS: Final = 28
USUAL_DAYS: Final = 42
YEAR_DAYS: Final = 365
SAYS: Final = (
    "Spotify's Release Radar holds no more than one song of an artist for each listener, for up "
    "to four weeks while it is unheard: a new one can take the place of the last.",  # denied-claim
    "How often is right, no rule says: four to six weeks are common practice, and a release "
    "without a job is only a date.",
)


@dataclass(frozen=True)
class Dated:
    """A release on the line, out or planned."""

    title: str
    release_date: date
    kind: str = ""  # single, ep, album; "" where nobody said
    job: str = ""  # what it is for, in the artist's own sentence
    slug: str = ""  # of its campaign; "" where it has none


@dataclass(frozen=True)
class Place:
    """A release with what lies between it and the one before."""

    release: Dated
    number: int  # from 1, in the order of the days
    is_out: bool
    gap: int | None  # days since the release before; None for the first
    overlap: int  # days that its window shares with the window before

    @property
    def window_ends(self) -> date:
        """The first day on which it is new no longer."""
        return self.release.release_date + timedelta(days=WINDOW_DAYS)

    @property
    def is_announced_early(self) -> bool:
        """Announced four weeks ahead, it is so before the last one is out."""
        return self.gap is not None and self.gap < CLOSEST_DAYS


@dataclass(frozen=True)
class Suggestion:
    """What could be done, with the arithmetic behind it. `about` is a place's number, 0 for
    the line as a whole."""

    about: int
    words: str
    arithmetic: str


@dataclass(frozen=True)
class Cadence:
    """The line as it stands on one day. Places come in the order of their days."""

    today: date
    places: tuple[Place, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """Days between neighbors."""
        return tuple(place.gap for place in self.places if place.gap is not None)

    @property
    def usual_gap(self) -> float | None:
        """The middle one of the gaps; None with fewer than three releases: one gap is no habit."""
        return median(self.gaps) if len(self.gaps) > 1 else None

    @property
    def touch_points_past(self) -> int:
        """Releases of the 365 days up to today."""
        since = self.today - timedelta(days=YEAR_DAYS)
        return sum(since < place.release.release_date <= self.today for place in self.places)

    @property
    def touch_points_planned(self) -> int:
        """Releases of the 365 days after today, as far as they are planned."""
        until = self.today + timedelta(days=YEAR_DAYS)
        return sum(self.today < place.release.release_date <= until for place in self.places)


def read_cadence(releases: Iterable[Dated], *, today: date) -> Cadence:
    """The line of these releases, in whatever order they come."""
    ordered = sorted(releases, key=lambda release: (release.release_date, release.title))
    places = []
    for number, release in enumerate(ordered, start=1):
        before = ordered[number - 2].release_date if number > 1 else None
        gap = (release.release_date - before).days if before else None
        overlap = max(0, WINDOW_DAYS - gap) if gap is not None else 0
        places.append(Place(release, number, release.release_date <= today, gap, overlap))
    return Cadence(today, tuple(places))


def suggest(cadence: Cadence) -> tuple[Suggestion, ...]:
    """What could be done about the releases to come, each with its arithmetic."""
    coming = [place for place in cadence.places if not place.is_out]
    found = [_part(place) for place in coming if place.overlap]
    found += [_ask_job(place) for place in coming if not place.release.job]
    if not coming and cadence.places:
        found.append(_next_slot(cadence))
    if (yearly := _count_year(cadence)) is not None:
        found.append(yearly)
    return tuple(found)


def next_friday(day: date) -> date:
    """This day if it is a Friday, else the next one."""
    return day + timedelta(days=(4 - day.weekday()) % 7)


def _part(place: Place) -> Suggestion:
    gap = place.gap or 0
    release = place.release
    free = next_friday(release.release_date + timedelta(days=CLOSEST_DAYS - gap))
    later = (free - release.release_date).days
    return Suggestion(
        place.number,
        f"“{release.title}” comes while the last one is still new: for {_days(place.overlap)} it "
        "can push that one aside, and it is announced before that one is out. "
        f"{_day(free)} is the first Friday on which it does neither: move it there, or say what "
        "the two do together.",
        f"{WINDOW_DAYS} − {gap} = {_days(place.overlap)} shared; {_day(release.release_date)} + "
        f"{later} = {_day(free)}, {gap + later} days after the one before",
    )


def _ask_job(place: Place) -> Suggestion:
    slug = place.release.slug
    how = f': countin campaign plan {slug} --job "…"' if slug else "."
    return Suggestion(
        place.number,
        f"Nobody said yet what “{place.release.title}” is for. Say it in one sentence{how}",
        "",
    )


def _next_slot(cadence: Cadence) -> Suggestion:
    last = cadence.places[-1]
    free = max(last.window_ends, cadence.today + timedelta(days=CLOSEST_DAYS))
    first = next_friday(free)
    return Suggestion(
        0,
        f"Nothing is planned. {_day(first)} is the first Friday that takes nothing away from "
        f"“{last.release.title}” and leaves four weeks from today. Date it once it has a job.",
        f"the later of {_day(last.release.release_date)} + {WINDOW_DAYS} and {_day(cadence.today)} "
        f"+ {CLOSEST_DAYS}, then the next Friday",
    )


def _count_year(cadence: Cadence) -> Suggestion | None:
    usual = cadence.usual_gap
    if not usual:
        return None
    return Suggestion(
        0,
        f"At your own usual gap a year holds {_releases(int(YEAR_DAYS // usual))}; at four to six "
        f"weeks it would hold {YEAR_DAYS // USUAL_DAYS} to {YEAR_DAYS // CLOSEST_DAYS}. More is "
        "not better by itself: each needs its weeks.",
        f"{YEAR_DAYS} / {usual:g}; {YEAR_DAYS} / {USUAL_DAYS} and {YEAR_DAYS} / {CLOSEST_DAYS}, "
        "rounded down",
    )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _releases(count: int) -> str:
    return f"{count} release{'' if count == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
