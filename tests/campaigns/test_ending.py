"""Ending, putting away, and beginning anew from what stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from countin.campaigns.course.duplicating import duplicate_campaign
from countin.campaigns.course.ending import (
    StillRunning,
    archive_campaign,
    end_campaign,
    unarchive_campaign,
)
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.campaigns.spelling import spell_campaign
from countin.campaigns.states import CampaignState, standing_state
from countin.providers.contract import Provider
from tests.campaigns.conftest import Apply
from tests.campaigns.written import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_DAY = date(2027, 3, 5)


def copy(
    campaign: Campaign,
    *,
    of: Mapping[str, Provider],
    slug: str = "next-one",
    day: date = _DAY,
) -> Campaign:
    forms = {name: provider.id_forms for name, provider in of.items()}
    return duplicate_campaign(
        campaign, slug=slug, title="Next One", day=day, id_forms=forms, media_root=Path(), now=NOW
    )


def test_an_ended_campaign_takes_nothing_and_is_never_out(apply: Apply):
    campaign = apply().campaign
    later = campaign.release.last_moment + timedelta(days=1)

    end_campaign(campaign, now=NOW)

    assert standing_state(campaign, now=NOW) == CampaignState.ENDED
    assert not campaign.is_open(NOW)
    assert not campaign.lets_reconnect(NOW)
    assert not campaign.is_released(later)
    assert campaign not in Campaign.objects.running(NOW)


def test_one_that_ends_after_its_release_stays_a_smart_link(apply: Apply):
    campaign = apply().campaign
    later = campaign.release.last_moment + timedelta(days=1)

    end_campaign(campaign, now=later)

    assert campaign.is_released(later)
    assert standing_state(campaign, now=later) == CampaignState.ENDED


def test_a_draft_has_nothing_to_end(apply: Apply):
    assert not end_campaign(apply(publish=False).campaign, now=NOW)


def test_an_open_campaign_is_not_put_away(apply: Apply):
    campaign = apply().campaign

    with pytest.raises(StillRunning):
        archive_campaign(campaign, now=NOW)
    end_campaign(campaign, now=NOW)

    assert archive_campaign(campaign, now=NOW)
    assert not archive_campaign(campaign, now=NOW)
    assert campaign not in Campaign.objects.listed()
    assert unarchive_campaign(campaign, now=NOW)
    assert campaign in Campaign.objects.listed()


def test_a_copy_begins_as_what_stands_without_what_is_its_own(
    apply: Apply, no_keys: Mapping[str, Provider]
):
    campaign = apply().campaign

    made = copy(campaign, of=no_keys)

    before, after = spell_campaign(campaign), spell_campaign(made)
    assert made.published_at is None
    assert made.release.artist == campaign.release.artist
    assert after["release"] == {
        "title": "Next One",
        "kind": before["release"]["kind"],
        "upc": "later",
        "timing": "local",
        "date": "2027-03-05",
    }
    kept = {"artist", "ask_follow", "follow_when", "channels", "audience"} & set(before)
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
    assert made.release.theme


@pytest.mark.parametrize("change", [{"day": date(2020, 1, 1)}, {"slug": "midnight-windows"}])
def test_a_copy_that_can_t_stand_is_refused_whole(
    apply: Apply, no_keys: Mapping[str, Provider], change: dict[str, Any]
):
    campaign = apply().campaign

    with pytest.raises(BadCampaignFile):
        copy(campaign, of=no_keys, **change)

    assert list(Campaign.objects.all()) == [campaign]
