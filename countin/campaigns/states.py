"""Where a campaign stands at a moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from countin.campaigns.models import Campaign, Sighting, SightingQuerySet
from countin.campaigns.waits import LOOKS_FOR

# A market that was to be looked at so long ago, and never was: there is no key to look with.
_NOBODY_LOOKS: Final = timedelta(minutes=10)


class CampaignState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    RELEASING = "releasing"  # from the first moment anywhere until the last wave is done
    RELEASED = "released"
    ENDED = "ended"  # 28 days after release


def campaign_state(campaign: Campaign, *, waves_done: bool, now: datetime) -> CampaignState:
    """`waves_done`: no wave of this campaign is due, under way or still to come."""
    if campaign.published_at is None:
        return CampaignState.DRAFT
    if now >= campaign.ends_at:
        return CampaignState.ENDED
    if campaign.paused_at is not None:
        return CampaignState.PAUSED
    if now < campaign.release.first_moment:
        return CampaignState.OPEN
    if now < campaign.release.last_moment or not waves_done:
        return CampaignState.RELEASING
    return CampaignState.RELEASED


def standing_states(campaigns: Sequence[Campaign], *, now: datetime) -> list[CampaignState]:
    """`standing_state` of many, by one query."""
    rows = Sighting.objects.filter(release__in=[campaign.release_id for campaign in campaigns])
    looked_for = set(_open_looks(rows, now=now).values_list("release_id", flat=True))
    return [
        campaign_state(campaign, waves_done=campaign.release_id not in looked_for, now=now)
        for campaign in campaigns
    ]


def has_open_looks(campaign: Campaign, *, now: datetime) -> bool:
    """Some market is still being looked for."""
    return _open_looks(Sighting.objects.filter(release=campaign.release), now=now).exists()


def met_state(state: CampaignState, *, may_publish: bool) -> CampaignState:
    """What visitors meet: where nobody answers for the data, an open page is closed like a
    draft's. Promises are kept all the same."""
    is_closed = not may_publish and state in (CampaignState.OPEN, CampaignState.PAUSED)
    return CampaignState.DRAFT if is_closed else state


def standing_state(campaign: Campaign, *, now: datetime) -> CampaignState:
    """The state as far as this room knows: waves count as done once no market is looked for.
    `countin campaign show` knows the waves themselves."""
    return campaign_state(campaign, waves_done=not has_open_looks(campaign, now=now), now=now)


def _open_looks(sightings: SightingQuerySet, *, now: datetime) -> SightingQuerySet:
    since = now - LOOKS_FOR
    rows = sightings.filter(seen_at__isnull=True, given_up_at__isnull=True, watched_from__gt=since)
    return rows.exclude(looks=0, next_look_at__lt=now - _NOBODY_LOOKS)
