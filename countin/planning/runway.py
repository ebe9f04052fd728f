"""How many days are left before a release, and what that has already cost.

Dates are calendar days where the organizer is. The rules belong to others and change: each
deadline names its source. The words promise nothing; they say what closes, and what to do next.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True)
class Finding:
    """One deadline before a release, as it stands today."""

    offset_days: int  # before the release date
    what: str
    is_hard: bool  # a rule of a service or distributor; else advice
    is_lost: bool
    words: str  # one plain sentence that ends with the next step


@dataclass(frozen=True)
class Runway:
    """What is left between today and the release. Findings come in the order of their days."""

    days: int  # 0 on the release day, negative after it
    findings: tuple[Finding, ...]

    @property
    def lost(self) -> tuple[Finding, ...]:
        """What is already too late."""
        return tuple(finding for finding in self.findings if finding.is_lost)


@dataclass(frozen=True)
class _Deadline:
    offset_days: int
    what: str
    is_hard: bool
    ahead: str  # {by} is the last day on which it can be met
    late: str
    least_days: int  # lost with fewer days left


_DEADLINES: Final = (
    # Most pre-saves come in the week of the announcement and in the last one (Spotify, as
    # told by Digital Music News, on its Countdown Pages).
    _Deadline(
        offset_days=28,
        what="Four weeks of campaign",
        is_hard=False,
        ahead="Four weeks leave room for an announcement, a second mail and a last week: "
        "make the page public and announce the release by {by}.",
        late="Fewer than four weeks are left, so the announcement and the last week move "
        "together: announce today, and plan one more mail before release.",
        least_days=28,
    ),
    # https://support.cdbaby.com/hc/en-us/articles/210612066-Digital-Pre-Sales-
    _Deadline(
        offset_days=10,
        what="Pre-order through CD Baby",
        is_hard=True,
        ahead="CD Baby takes a pre-order (albums only) until ten days before release: "
        "if you want one, deliver it by {by}.",
        late="CD Baby no longer takes a pre-order for this date: go on without one, "
        "or move the release date; with another distributor, ask for its own deadline.",
        least_days=10,
    ),
    # https://support.spotify.com/id-id/artists/article/pitching-music-to-playlist-editors
    _Deadline(
        offset_days=7,
        what="Pitch in Spotify for Artists",
        is_hard=True,
        ahead="A pitch must reach Spotify at least seven days before release: deliver the "
        "music first, then pitch it in Spotify for Artists by {by}.",
        late="The pitch window of Spotify for Artists has shut for this date: "
        "go on without a pitch, or move the release date.",
        least_days=7,
    ),
    _Deadline(
        offset_days=1,
        what="Any runway at all",
        is_hard=False,
        ahead="A page that opens on the last day reaches hardly anybody before release: "
        "have it public, and its link sent to the people you can reach, by {by}.",
        late="There is no runway: a pre-save page will hardly be seen before the release, "
        "so move the date, or send the people you can reach straight to the release on the day.",
        least_days=2,
    ),
)


def read_runway(release_date: date, *, today: date) -> Runway:
    """What is still possible today, and what is lost. After the release there are no findings."""
    days = (release_date - today).days
    if days < 0:
        return Runway(days, findings=())
    findings = (_judge(deadline, release_date=release_date, days=days) for deadline in _DEADLINES)
    return Runway(days, findings=tuple(findings))


def _judge(deadline: _Deadline, *, release_date: date, days: int) -> Finding:
    is_lost = days < deadline.least_days
    by = release_date - timedelta(days=deadline.least_days)
    return Finding(
        offset_days=deadline.offset_days,
        what=deadline.what,
        is_hard=deadline.is_hard,
        is_lost=is_lost,
        words=deadline.late if is_lost else deadline.ahead.format(by=by.isoformat()),
    )
