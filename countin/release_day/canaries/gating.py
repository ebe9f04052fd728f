"""Which waves are closed to fans still, because their canaries go first."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from countin.campaigns.models import Campaign
from countin.presaves.canaries import Canary
from countin.providers.contract import Provider
from countin.release_day.models import Wave

Moments = set[tuple[int, datetime]]


def canaries_on_duty(
    provider: Provider, *, campaigns: Iterable[Campaign]
) -> dict[tuple[int, datetime], list[Canary]]:
    """By campaign and moment. One that came after its moment goes first in nothing."""
    known = {campaign.pk: campaign for campaign in campaigns}
    found: dict[tuple[int, datetime], list[Canary]] = {}
    for canary in Canary.objects.at_work(known, provider=provider.name).order_by("pk"):
        moment = known[canary.campaign_id].release.moment_in(canary.market)
        if canary.joined_at <= moment:
            found.setdefault((canary.campaign_id, moment), []).append(canary)
    return found


def closed_moments(provider: Provider, *, campaigns: Sequence[Campaign]) -> Moments:
    """Moments whose canaries were not decided upon. One query where there are no canaries."""
    wanted = canaries_on_duty(provider, campaigns=campaigns)
    return set(wanted) - _moments_of(provider, wanted=wanted, is_let_in=True)


def held_moments(provider: Provider, *, campaigns: Sequence[Campaign]) -> Moments:
    """Of those the ones whose canaries are missing: somebody was called."""
    wanted = canaries_on_duty(provider, campaigns=campaigns)
    return _moments_of(provider, wanted=wanted, is_held=True)


def _moments_of(
    provider: Provider,
    *,
    wanted: Iterable[tuple[int, datetime]],
    is_let_in: bool = False,
    is_held: bool = False,
) -> Moments:
    campaigns = {campaign for campaign, _moment in wanted}
    if not campaigns:
        return set()
    waves = Wave.objects.filter(campaign__in=campaigns, provider=provider.name)
    if is_let_in:
        waves = waves.exclude(let_in="")
    if is_held:
        waves = waves.filter(held_at__isnull=False, let_in="")
    return set(waves.values_list("campaign_id", "due_at"))
