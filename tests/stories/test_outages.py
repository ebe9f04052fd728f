"""A service that says "revoked" of many is likelier to be out of order than its fans gone."""

from datetime import timedelta

from countin.fans.models import Grant
from countin.presaves.models import PreSave
from countin.release_day.jobs import look_after
from countin.release_day.models import Attempt
from countin.workspaces.alarms import OUTAGE, is_raised
from countin.workspaces.models import Alarm
from tests.stories.night import Night


def test_an_outage_that_says_revoked_loses_nobody(night: Night):
    fans = night.crowd(30, follow=True)
    night.to_release()
    night.sim.tell("scenario", {"name": "outage-says-revoked", "share": 0.9, "for_seconds": 1200})

    night.play(until=night.now() + timedelta(hours=2))

    assert night.states() == {"saved": 30}
    assert night.holders() == set(fans)
    assert night.follow_states() == {"done": 30}
    assert night.followers() == set(fans)


def test_an_outage_that_shows_only_by_later_answers_is_taken_back(night: Night):
    """Twelve refusals are too few to tell; with twelve answers more they are half of all."""
    fans = night.crowd(24)
    night.to_release()
    later = PreSave.objects.order_by("pk").values_list("pk", flat=True)[12:]
    PreSave.objects.filter(pk__in=list(later)).update(
        next_attempt_at=night.now() + timedelta(minutes=5)
    )
    night.sim.tell("scenario", {"name": "outage-says-revoked", "share": 1.0})
    night.work_until_quiet()
    before = night.states()
    night.sim.tell("scenario", "calm")
    night.leap(timedelta(minutes=5, seconds=1))
    night.work_until_quiet()

    assert before == {"needs_fan": 12, "promised": 12}
    assert night.states() == {"saved": 12, "promised": 12}
    assert not Grant.objects.exclude(refused_at=None).exists()
    assert is_raised(OUTAGE, subject="spotify")

    night.play()
    assert night.states() == {"saved": 24}
    assert night.holders() == set(fans)
    assert not is_raised(OUTAGE, subject="spotify")


def test_refusals_that_two_workers_saw_in_parts_are_taken_back_by_the_next_round(night: Night):
    """Neither transaction saw the other's answers."""
    night.crowd(24)
    night.to_release()
    night.sim.tell("scenario", {"name": "outage-says-revoked", "share": 1.0})
    PreSave.objects.filter(pk__in=list(PreSave.objects.values_list("pk", flat=True)[12:])).update(
        next_attempt_at=night.now() + timedelta(days=9)
    )
    night.work_until_quiet()
    refused = Attempt.objects.filter(outcome="gone")
    Attempt.objects.bulk_create(
        Attempt(
            presave_id=row.presave_id,
            provider="spotify",
            kind="refresh",
            claim_number=1,
            started_at=row.started_at,
            finished_at=row.finished_at,
            outcome="done",
        )
        for row in refused
    )
    before = night.states()

    look_after(night.bench())

    assert before == {"needs_fan": 12, "promised": 12}
    assert night.states() == {"promised": 24}


def test_second_looks_that_come_together_are_no_outage(night: Night):
    """Twenty of 67 really left, too few for one; a day later twenty looks of twenty say so."""
    fans = night.crowd(67)
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": fans[47:]})
    night.to_release()
    night.work_until_quiet()
    on_the_night = night.states()

    night.play()

    assert on_the_night == {"saved": 47, "needs_fan": 20}
    assert night.reasons() == {"": 47, "grant_dead": 20}
    assert not Alarm.objects.filter(kind=OUTAGE).exists()
