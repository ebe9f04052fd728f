"""A fan changes their mind while their account is in use for something else."""

from datetime import timedelta

import pytest

from countin.fans.models import Grant
from countin.presaves.models import FollowAsk
from countin.presaves.withdrawing import Withdrawal, withdraw_presave
from tests.presaves.rows import NOW, make_campaign, make_connection, make_the_artist, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def presave():
    """Promised, with the follow at connect; a worker holds the grant at this moment."""
    artist = make_the_artist()
    presave = promise(
        make_campaign(artist), connection=make_connection(artist), follow=True, now=NOW
    )
    Grant.objects.live().update(claimed_until=NOW + timedelta(minutes=2))
    return presave


def test_weeks_before_the_release_a_follow_under_way_delays_no_withdrawal(presave):
    answer = withdraw_presave(presave, now=NOW)

    presave.refresh_from_db()
    assert (answer, presave.state) == (Withdrawal.WITHDRAWN, "withdrawn")
    assert FollowAsk.objects.get().state == "withdrawn"
    assert Grant.objects.live().exists(), "whoever holds it shreds it"


def test_on_the_day_the_fan_is_told_that_the_save_is_under_way(presave):
    due_at = presave.due_at()
    Grant.objects.live().update(claimed_until=due_at + timedelta(minutes=2))

    answer = withdraw_presave(presave, now=due_at)

    presave.refresh_from_db()
    assert (answer, presave.state) == (Withdrawal.BEING_SAVED, "promised")
    assert presave.withdraw_asked_at == due_at
