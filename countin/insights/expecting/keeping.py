"""Keeping what was expected the day before. Never afterwards: it would be no expectation."""

from datetime import datetime, timedelta

from countin.campaigns.models import Campaign
from countin.insights.expecting.expectations import ListenersToCome, SavesToCome, look_ahead
from countin.insights.models import Expectation, Expected
from countin.insights.tallies import eve_of
from countin.statistics.calibration import Calibrated

LEVEL = 0.8
# A release date lies within these days of its own eve, on any clock.
_NEAR = timedelta(days=3)


def keep_expectations(now: datetime) -> int:
    """For every campaign in its last day before the release, once. Returns how many were kept."""
    near = Campaign.objects.filter(
        published_at__isnull=False,
        release__release_date__gte=(now - _NEAR).date(),
        release__release_date__lte=(now + _NEAR).date(),
    ).select_related("release")
    return sum(_keep(campaign, now=now) for campaign in near if _is_last_day(campaign, now=now))


def _is_last_day(campaign: Campaign, *, now: datetime) -> bool:
    if not eve_of(campaign) <= now < campaign.release.first_moment:
        return False
    return not Expectation.objects.filter(campaign=campaign).exists()


def _keep(campaign: Campaign, *, now: datetime) -> int:
    ahead = look_ahead(campaign, now=now)
    if ahead is None:
        return 0
    rows = [row for one in ahead.saves if (row := _row_of_saves(one)) is not None]
    if ahead.listeners and (row := _row_of_listeners(ahead.listeners)) is not None:
        rows.append(row)
    for row in rows:
        row.campaign, row.made_at = campaign, now
    # Two workers may be here at once: the first one's stand.
    Expectation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row_of_saves(one: SavesToCome) -> Expectation | None:
    if one.prospect is None:
        return None
    low, high = one.prospect.between(LEVEL)
    return Expectation(
        what=Expected.SAVES,
        provider=one.provider,
        of=one.alive,
        terms={"a": one.prospect.a, "b": one.prospect.b},
        low=low,
        high=high,
    )


def _row_of_listeners(one: ListenersToCome) -> Expectation | None:
    found = one.found
    if not isinstance(found, Calibrated):
        return None
    low, high = found.between(LEVEL)
    terms = {"freedom": found.freedom, "middle": found.middle, "scale": found.scale}
    return Expectation(
        what=Expected.LISTENERS,
        of=one.alive,
        terms={**terms, "model": found.model, "pairs": found.pairs},
        low=low,
        high=high,
    )
