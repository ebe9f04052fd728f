"""An organizer ends a campaign: nothing is saved any more, and what it needed is deleted."""

from datetime import timedelta

import pytest
from django.db import transaction

from countin.campaigns.course.ending import end_campaign
from countin.fans.grants import claim_grants
from countin.fans.models import Grant
from countin.presaves.models import PreSave
from tests.stories.night import Night

pytestmark = pytest.mark.sqlite


def test_an_ended_campaign_lets_go_of_everything(night: Night):
    night.crowd(3, follow=True)
    held = Grant.objects.live().get(connection=PreSave.objects.latest("pk").connection)
    with transaction.atomic():
        claim_grants([held.pk], now=night.now(), until=night.now() + timedelta(seconds=40))

    ended = end_campaign(night.campaign, now=night.now())
    again = end_campaign(night.campaign, now=night.now())
    night.work()
    while_held = night.states()
    night.leap(timedelta(minutes=2))
    night.work_until_quiet()
    night.to_release()
    night.play(until=night.now() + timedelta(days=2))

    assert (ended, again) == (True, False)
    assert while_held == {"failed": 2, "promised": 1}  # one is in a worker's hands
    assert night.states() == {"failed": 3}
    assert night.reasons() == {"ended": 3}
    assert night.holders() == set()
    assert Grant.objects.live().count() == 0
    assert night.complaints() == {}
