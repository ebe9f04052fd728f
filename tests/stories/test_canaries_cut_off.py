"""A canary whose call was cut off: by a worker that died, by its own owner."""

from datetime import timedelta

from django.db import transaction

from countin.fans.grants import claim_grants
from countin.fans.models import Connection, Grant
from countin.presaves.canaries import Canary
from countin.privacy.erasing import disconnect, finish_erasures
from tests.stories.canaries import join, states
from tests.stories.night import Night


def test_a_canary_disconnected_in_the_middle_of_its_call_is_asked_nothing_more(night: Night):
    night.crowd(2)
    join(night, "team")
    night.work_until_quiet()
    night.to_release()
    _hold_its_grant(night)
    connection = Connection.objects.get(pk=Canary.objects.get().connection_id)

    is_done = disconnect(connection, now=night.now()).done
    night.leap(timedelta(minutes=3))
    night.play()
    finish_erasures(now=night.now())

    assert not is_done
    assert night.holders() == {"fan-0", "fan-1"}
    assert (Canary.objects.count(), Grant.objects.live().count()) == (0, 0)


def test_a_worker_killed_while_asking_for_a_canary_lets_no_fan_in_before_it(night: Night):
    night.crowd(2)
    join(night, "team")
    night.work_until_quiet()
    night.to_release()
    _hold_its_grant(night)

    night.work_until_quiet()
    meanwhile = night.states()
    night.leap(timedelta(minutes=2, seconds=1))
    night.play()

    assert meanwhile == {"promised": 2}
    assert states() == ["found"]
    assert night.states() == {"saved": 2}


def _hold_its_grant(night: Night) -> None:
    """As a worker that was killed at the service leaves it."""
    connection = Canary.objects.get().connection_id
    grants = Grant.objects.live().filter(connection=connection).values_list("pk", flat=True)
    with transaction.atomic():
        claim_grants(list(grants), now=night.now(), until=night.now() + timedelta(minutes=2))
