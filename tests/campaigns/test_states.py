"""A campaign's state follows from its rows and the moment."""

from datetime import UTC, datetime, timedelta

import pytest

from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.states import CampaignState, campaign_state, standing_state
from tests.campaigns.conftest import Apply
from tests.campaigns.written import NOW, with_moment

# December 18 begins at UTC+14 and has begun everywhere at UTC-11.
FIRST, LAST = datetime(2026, 12, 17, 10, tzinfo=UTC), datetime(2026, 12, 18, 11, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def campaign(apply: Apply) -> Campaign:
    return apply().campaign


@pytest.mark.parametrize(
    ("now", "done", "not_done"),
    [
        (NOW, "open", "open"),
        (FIRST - SECOND, "open", "open"),
        (FIRST, "releasing", "releasing"),
        (LAST - SECOND, "releasing", "releasing"),
        (LAST, "released", "releasing"),
        (LAST + timedelta(days=3), "released", "releasing"),
        (LAST + timedelta(days=28) - SECOND, "released", "releasing"),
        (LAST + timedelta(days=28), "ended", "ended"),
    ],
)
def test_a_local_release_opens_and_ends_with_the_clocks_of_the_earth(
    campaign: Campaign, now: datetime, done: str, not_done: str
):
    assert campaign_state(campaign, waves_done=True, now=now) == done
    assert campaign_state(campaign, waves_done=False, now=now) == not_done


def test_a_global_release_has_one_instant(apply: Apply):
    campaign = apply(with_moment("2026-12-18T05:00:00Z")).campaign
    at = datetime(2026, 12, 18, 5, tzinfo=UTC)

    assert campaign_state(campaign, waves_done=True, now=at - SECOND) == CampaignState.OPEN
    assert campaign_state(campaign, waves_done=False, now=at) == CampaignState.RELEASING
    assert campaign_state(campaign, waves_done=True, now=at) == CampaignState.RELEASED


def test_what_was_never_published_is_a_draft_for_ever(apply: Apply):
    campaign = apply(publish=False).campaign

    later = LAST + timedelta(days=99)
    assert campaign_state(campaign, waves_done=True, now=later) == CampaignState.DRAFT


def test_a_paused_campaign_says_so_until_it_ends(campaign: Campaign):
    campaign.paused_at = NOW

    assert campaign_state(campaign, waves_done=True, now=LAST) == CampaignState.PAUSED
    ended = LAST + timedelta(days=28)
    assert campaign_state(campaign, waves_done=True, now=ended) == CampaignState.ENDED


def test_a_market_that_is_still_looked_for_keeps_it_releasing(campaign: Campaign):
    Sighting.objects.create(
        release=campaign.release, provider="spotify", market="DE", watched_from=LAST
    )

    assert standing_state(campaign, now=LAST + SECOND) == CampaignState.RELEASING
    Sighting.objects.update(seen_at=LAST)
    assert standing_state(campaign, now=LAST + SECOND) == CampaignState.RELEASED


def test_where_there_is_no_key_to_look_with_it_is_released_after_its_last_midnight(
    campaign: Campaign,
):
    sighting = Sighting.objects.create(
        release=campaign.release,
        provider="spotify",
        market="DE",
        watched_from=LAST,
        next_look_at=LAST,
    )
    later = LAST + timedelta(minutes=11)

    assert standing_state(campaign, now=LAST + SECOND) == CampaignState.RELEASING
    assert standing_state(campaign, now=later) == CampaignState.RELEASED
    sighting.looks = 1
    sighting.save()
    assert standing_state(campaign, now=later) == CampaignState.RELEASING
