"""The few numbers of a list are those of the campaigns themselves."""

import pytest
from django.conf import settings

from countin.insights.counts import count_campaign
from countin.insights.overview import overview_of
from tests.insights.rows import AFTER, make_campaign, make_presave

pytestmark = pytest.mark.django_db


def test_a_list_shows_what_each_campaign_counts():
    campaigns = [make_campaign(), make_campaign(), make_campaign()]
    for state in ("promised", "promised", "saved", "withdrawn", "failed"):
        make_presave(campaigns[0], state=state)
    make_presave(campaigns[1], state="saved")

    shown = overview_of(campaigns)

    for campaign in campaigns:
        counts = count_campaign(campaign, providers=settings.PROVIDERS, base_url="", now=AFTER)
        told = shown[campaign.pk]
        assert (told.promised, told.saved) == (
            counts["presaves"]["promised"],
            counts["presaves"]["saved"],
        )
        assert told.follows == counts["follows"]["asked"]
        assert told.reminders == counts["reminders"]["asked"]
    assert (shown[campaigns[0].pk].promised, shown[campaigns[1].pk].saved) == (2, 1)
