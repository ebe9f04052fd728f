"""Somebody presses Try again on release night."""

from datetime import timedelta

from countin.presaves.models import PreSave
from countin.presaves.states import State
from countin.privacy.forgetting import shred_idle_grants
from countin.release_day.retrying import retry_promises
from tests.stories.night import Night


def test_a_retry_tries_at_once_what_waits_and_uses_up_no_try(night: Night):
    night.connect("early")
    night.to_release()
    night.play()
    for fan in ("fan-1", "fan-2"):
        night.connect(fan, follow=True)
    night.sim.tell("scenario", {"name": "flaky", "share": 1.0})
    night.play(until=night.now() + timedelta(seconds=50))
    most = max(PreSave.objects.values_list("attempts", flat=True))

    for _ in range(2):
        pressed = retry_promises(night.campaign, now=night.now())
        night.work()
    waiting = PreSave.objects.filter(state=State.PROMISED).order_by("pk")
    tried = list(waiting.values_list("attempts", flat=True))
    night.sim.tell("scenario", "calm")
    retry_promises(night.campaign, now=night.now())
    night.play(until=night.now() + timedelta(seconds=1))

    assert most > 3
    assert (pressed.hurried, pressed.reopened) == (2, 0)
    assert tried == [2, 2]  # the press gave the tries back, and one failed since
    assert night.states() == {State.SAVED: 3}
    assert night.follow_states() == {"done": 2}


def test_looking_again_reopens_what_was_given_up(night: Night):
    night.crowd(1)
    night.sim.tell("scenario", {"name": "not-yet-in-catalogue", "minutes": 60 * 24 * 4})
    night.to_release()
    night.leap(timedelta(hours=73))
    night.play(until=night.now() + timedelta(minutes=5))
    given_up = night.reasons()

    night.leap(timedelta(days=2))
    # Retention leaves the permission alone: what is mended is kept with it.
    assert shred_idle_grants(before=night.now(), now=night.now()) == 0
    pressed = retry_promises(night.campaign, now=night.now())
    night.play()

    assert given_up == {"not_released": 1}
    assert (pressed.markets, pressed.unreleased) == (1, 1)
    assert night.states() == {"saved": 1}
