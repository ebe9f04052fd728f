import pytest

from tests.insights.reports import promise
from tests.insights.rows import (
    make_authorization,
    make_campaign,
    make_click,
    make_follow,
    make_presave,
    make_reminder,
    make_visit,
)


@pytest.fixture
def released(db):
    """A campaign that is over, with something of everything in it."""
    campaign = make_campaign(channels={"newsletter": 40, "instagram": None})
    promise(campaign, 7, channel="newsletter", state="saved")
    promise(campaign, 2, channel="instagram", state="saved", provider="apple_music")
    promise(campaign, 1, channel="newsletter", state="withdrawn", reason="by_fan")
    promise(campaign, 1, state="failed", reason="not_in_library", provider="apple_music")
    promise(campaign, 1, state="needs_fan", reason="grant_dead")
    make_authorization(campaign, outcome="refused")
    make_follow(make_presave(campaign, state="saved"), state="done")
    make_visit(campaign, is_bot=True)
    make_reminder(campaign, confirmed=True, sent=True, opened=1, channel="newsletter")
    make_click(campaign)
    make_click(campaign, kind="native")
    return campaign
