"""A campaign to visit, and visits as a door notes them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from countin.campaigns.models import Campaign, Channel, Release
from countin.visits.arriving import NO_UTM, Arriving
from countin.visits.models import new_number
from countin.workspaces.defaults import default_workspace
from tests.artists import make_artist

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Arrive = Callable[..., Arriving]


@pytest.fixture
def campaign(db: None) -> Campaign:
    """Comes out in a week, with one channel."""
    return make_campaign()


def make_campaign(slug: str = "midnight-windows") -> Campaign:
    workspace = default_workspace(now=NOW)
    release = Release.objects.create(
        artist=make_artist(workspace),
        title="Midnight Windows",
        kind="single",
        timing="local",
        release_date=(NOW + timedelta(days=7)).date(),
    )
    campaign = Campaign.objects.create(
        workspace=workspace, release=release, slug=slug, published_at=NOW, created_at=NOW
    )
    Channel.objects.create(campaign=campaign, name="newsletter")
    return campaign


@pytest.fixture
def arrive(campaign: Campaign) -> Arrive:
    """A visit of the campaign, noted and not yet written."""

    def make(**told: Any) -> Arriving:
        plain = Arriving(
            number=new_number(),
            campaign_id=campaign.pk,
            visited_at=NOW,
            channel_id=None,
            link_code="",
            referrer="",
            agent="Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            in_app="",
            country="",
            address="",
            utm=NO_UTM,
            came_from=None,
        )
        return plain._replace(**told)

    return make
