"""What happens once is told once, and to nobody who came later."""

import pytest

from countin.release_day.models import Wave
from countin.webhooks.gathering import KEPT_FOR, forget_events
from countin.webhooks.models import Event, EventKind
from tests.insights.rows import AFTER, make_campaign
from tests.webhooks.conftest import MINUTE, announce, told, work

pytestmark = pytest.mark.django_db


def test_what_was_told_is_not_told_anew_once_its_log_is_forgotten(listener, listen):
    """What says it is kept for thirty days, an endpoint for years."""
    listen()
    campaign = make_campaign(release_at=AFTER)
    Wave.objects.create(campaign=campaign, provider="spotify", due_at=AFTER, done_at=AFTER)
    announce(campaign)
    work(AFTER + MINUTE)
    before = len(told(listener))

    forget_events(now=AFTER + KEPT_FOR + 2 * MINUTE)
    work(AFTER + KEPT_FOR + 2 * MINUTE)

    assert (before, len(told(listener)), Event.objects.count()) == (4, 4, 0)


def test_an_endpoint_hears_nothing_of_before_it_though_another_is_older(listener, listen):
    listen(EventKind.SAVED)  # was there before, and wants something else
    campaign = make_campaign(release_at=AFTER)
    Wave.objects.create(campaign=campaign, provider="spotify", due_at=AFTER, done_at=AFTER)
    announce(campaign)
    listen(at=AFTER + MINUTE)

    work(AFTER + 2 * MINUTE)

    assert told(listener) == []
