"""Spotify says of a fan that our app may not serve them: of one it may be that fan alone, of all
it is our set-up. One odd fan holds nobody; an app that was put back calls its operator."""

from datetime import timedelta

import pytest

from countin.fans.models import Grant
from countin.pacing.models import ProviderAccount
from countin.presaves.models import PreSave
from countin.privacy.forgetting import shred_idle_grants
from countin.release_day.models import Attempt
from countin.release_day.retrying import retry_promises
from countin.workspaces.alarms import is_raised
from tests.stories.night import Night

_PROBES_AFTER = timedelta(minutes=5, seconds=1)


def is_paused() -> bool:
    return ProviderAccount.objects.get(provider="spotify").paused_at is not None


def test_two_odd_fans_hold_nobody_and_are_kept_once_it_is_mended(night: Night):
    fans = night.crowd(8, follow=True)
    odd = {fans[0], fans[5]}
    night.sim.tell("scenario", {"name": "not-let-in", "fans": sorted(odd)})
    night.to_release()
    night.work_until_quiet()
    at_midnight, paused_at_midnight = night.states(), is_paused()

    night.play()
    a_day_later, why = night.states(), night.reasons()
    tries = Attempt.objects.filter(kind="save", outcome="not_let_in").count()
    is_idle = shred_idle_grants(before=night.now(), now=night.now()) == 0
    night.sim.tell("scenario", "calm")
    pressed = retry_promises(night.campaign, now=night.now())
    night.play()

    assert (at_midnight, paused_at_midnight) == ({"saved": 6, "promised": 2}, False)
    assert (a_day_later, why["not_let_in"]) == ({"saved": 6, "failed": 2}, 2)
    assert tries == 2 * 5  # at once, after 15 minutes, 1, 6 and 24 hours
    assert is_idle
    assert pressed.reopened == 2
    assert night.states() == {"saved": 8}
    assert night.holders() == set(fans)
    assert not Grant.objects.live().exists()


def test_an_app_that_was_put_back_is_paused_and_keeps_every_promise(night: Night):
    fans = night.crowd(4, follow=True)
    night.to_release()
    night.sim.tell("scenario", {"name": "development-mode"})
    night.work_until_quiet()
    paused = is_paused()
    probes = 14  # more than an hour: who heard it in the beginning is asked again
    for _ in range(probes):
        night.leap(_PROBES_AFTER)
        night.work()
    asked = Attempt.objects.filter(kind="save", outcome="not_let_in").count()
    states, is_called = night.states(), is_raised("provider_paused", subject="spotify")

    night.sim.tell("scenario", "calm")
    night.leap(timedelta(hours=1))
    night.work_until_quiet()

    assert paused
    assert is_called
    assert states == {"promised": 4}
    assert 4 < asked <= 4 + probes
    assert night.states() == {"saved": 4}
    assert night.holders() == set(fans)
    assert night.follow_states() == {"done": 4}
    assert not is_paused()
    assert not is_raised("provider_paused", subject="spotify")


@pytest.mark.sqlite
def test_odd_fans_who_come_one_after_the_other_pause_it_and_none_of_them_is_the_probe(night: Night):
    """They are the first three, so that nobody was served in between: the next probe is somebody
    else, and ends the pause."""
    fans = night.crowd(9)
    first = PreSave.objects.order_by("pk").values_list("pk", flat=True)[:3]
    night.to_release()
    later = night.now() + timedelta(minutes=1)
    PreSave.objects.exclude(pk__in=list(first)).update(next_attempt_at=later)
    night.sim.tell("scenario", {"name": "not-let-in", "fans": fans[:3]})
    night.work_until_quiet()
    paused = is_paused()
    night.leap(_PROBES_AFTER)
    night.work_until_quiet()

    assert paused
    assert not is_paused()
    assert night.states() == {"saved": 6, "promised": 3}
    # Told again, once: that what they hear is new to nobody pauses nothing.
    told = Attempt.objects.filter(outcome="not_let_in").values_list("presave", flat=True)
    assert sorted(told) == sorted([*first, *first])
