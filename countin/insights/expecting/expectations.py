"""What to expect of a campaign, as of now: saves by service, and listeners in the first week.

Saves: beta-binomial over own history. Listeners: from the artist's own earlier campaigns, each
with its pre-saves and what the artist's export says of its first week.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from countin.campaigns.models import Campaign
from countin.insights.auditing.readings import unusual_presaves
from countin.insights.expecting.history import (
    Kept,
    find_earlier_of_artist,
    tally_history,
    tally_kept,
)
from countin.insights.listening.beside import first_week
from countin.insights.models import Listening, Scope
from countin.insights.tallies import eve_of
from countin.statistics.calibration import Calibrated, Unfit, calibrate
from countin.statistics.prospects import Prospect, foresee


@dataclass(frozen=True)
class SavesToCome:
    """Of one service. `prospect` is None where own history is too short."""

    provider: str
    alive: int
    history: Kept
    prospect: Prospect | None


@dataclass(frozen=True)
class ListenersToCome:
    """A day, in the first week, that belong to `alive` pre-saves by the artist's own past.
    `left_out`: pre-saves in groups that the latest audits call unusual, here and in the past;
    they are in none of the other numbers."""

    alive: int
    pairs: tuple[tuple[int, float], ...]
    found: Calibrated | Unfit
    left_out: int = 0
    left_out_before: int = 0


@dataclass(frozen=True)
class Week:
    """An earlier campaign: its pre-saves, those left out, and listeners a day in its week."""

    alive: int
    left_out: int
    heard: float


@dataclass(frozen=True)
class ToCome:
    """Before the release alone. Listeners are None where no export was ever read in."""

    saves: tuple[SavesToCome, ...]
    listeners: ListenersToCome | None


def look_ahead(campaign: Campaign, *, now: datetime) -> ToCome | None:
    """None from the release on, and where nobody pre-saved. Permissions known to have ended are
    off already: only what is promised now counts."""
    if now >= campaign.release.first_moment:
        return None
    now_alive = tally_kept(campaign, as_of=now).items()
    alive = {name: kept.coming for name, kept in now_alive if kept.coming}
    if not alive:
        return None
    history = tally_history(campaign)
    return ToCome(
        tuple(
            _saves(name, alive=many, history=history.get(name, Kept()))
            for name, many in alive.items()
        ),
        _listeners(campaign, alive=sum(alive.values()), now=now),
    )


def average_in_first_week(campaign: Campaign) -> float | None:
    """Listeners of the artist a day, from exports; of several sources the one that counts most.
    None where a day of the week is in none of them."""
    rows = Listening.objects.filter(
        campaign=campaign, scope=Scope.ARTIST, listeners__isnull=False
    ).values_list("source", "first_day", "listeners")
    by_source: dict[str, dict[date, float]] = {}
    for source, day, listeners in rows:
        by_source.setdefault(source, {})[day] = listeners or 0.0
    start = campaign.release.release_date
    found = [first_week(days, start=start) for days in by_source.values()]
    return max((one for one in found if one is not None), default=None)


def _saves(provider: str, *, alive: int, history: Kept) -> SavesToCome:
    prospect = foresee(alive, succeeded=history.saved, failed=history.failed)
    return SavesToCome(provider, alive, history, prospect)


def _listeners(campaign: Campaign, *, alive: int, now: datetime) -> ListenersToCome | None:
    weeks = tuple(_weeks(campaign))
    if not weeks:
        return None
    out = _alive(campaign, as_of=now, among=unusual_presaves(campaign), so_far=True)
    pairs = tuple((week.alive, week.heard) for week in weeks)
    return ListenersToCome(
        alive=alive - out,
        pairs=pairs,
        found=calibrate(pairs, x=alive - out) if alive > out else Unfit.OUTSIDE,
        left_out=out,
        left_out_before=sum(week.left_out for week in weeks),
    )


def _weeks(campaign: Campaign) -> Iterator[Week]:
    """The earlier campaigns of this artist that have both numbers."""
    for earlier in find_earlier_of_artist(campaign):
        eve, heard = eve_of(earlier), average_in_first_week(earlier)
        alive = _alive(earlier, as_of=eve)
        out = _alive(earlier, as_of=eve, among=unusual_presaves(earlier))
        if alive > out and heard:
            yield Week(alive - out, out, heard)


def _alive(
    campaign: Campaign,
    *,
    as_of: datetime,
    among: Collection[int] | None = None,
    so_far: bool = False,
) -> int:
    """Alive at that moment; `so_far`: and on their way still."""
    if among is not None and not among:
        return 0
    kept = tally_kept(campaign, as_of=as_of, among=among).values()
    return sum(one.coming if so_far else one.alive for one in kept)
