"""Waves before and after the day, and the state that follows from them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from countin.insights.counts import count_campaign
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_presave

pytestmark = pytest.mark.django_db


def counts_of(campaign, *, now=BEFORE):
    return count_campaign(
        campaign, providers=settings.PROVIDERS, base_url="https://p.example", now=now
    )


def test_waves_join_the_markets_of_one_moment_and_leave_withdrawn_fans_out():
    campaign = make_campaign()
    make_presave(campaign, market="DE", state="saved")
    make_presave(campaign, market="AT")
    make_presave(campaign, market="GB", state="withdrawn", reason="by_fan")
    make_presave(campaign, market="")

    counts = counts_of(campaign)

    assert counts["waves"] == [
        {
            "provider": "spotify",
            "due_at": "2026-11-26T23:00:00Z",
            "markets": ["AT", "DE"],
            "total": 2,
            "done": 1,
        },
        {
            "provider": "spotify",
            "due_at": "2026-11-27T11:00:00Z",
            "markets": [""],
            "total": 1,
            "done": 0,
        },
    ]


@pytest.mark.parametrize(
    ("now", "state_of_presave", "expected"),
    [
        (BEFORE, "promised", "open"),
        (datetime(2026, 11, 26, 9, 59, tzinfo=UTC), "promised", "open"),
        (datetime(2026, 11, 26, 10, tzinfo=UTC), "saved", "releasing"),
        (AFTER, "promised", "releasing"),
        (AFTER, "saved", "released"),
        (AFTER, "needs_fan", "released"),
        (AFTER + timedelta(days=27), "promised", "ended"),
    ],
)
def test_the_state_follows_the_moments_and_the_last_wave(now, state_of_presave, expected):
    campaign = make_campaign()
    make_presave(campaign, state=state_of_presave)

    counts = counts_of(campaign, now=now)

    assert counts["state"] == expected
