"""Release night, in every weather."""

from datetime import timedelta

import pytest

from countin.campaigns.models import Campaign
from countin.fans.models import Grant
from countin.presaves.models import PreSave
from countin.presaves.withdrawing import Withdrawal, withdraw_presave
from countin.release_day.models import Attempt
from tests.stories.night import Night


def test_on_a_calm_night_every_promise_is_kept_and_every_grant_shredded(night: Night):
    fans = night.crowd(6, follow=True)

    night.work_until_quiet()
    night.to_release()
    night.play()

    assert night.states() == {"saved": 6}
    assert night.holders() == set(fans)
    assert night.followers() == set(fans)
    assert night.follow_states() == {"done": 6}
    assert Grant.objects.live().count() == 0
    assert Grant.objects.exclude(sealed=None).count() == 0
    assert night.complaints() == {}


def test_nothing_is_saved_before_the_moment(night: Night):
    night.crowd(2)

    night.leap_to(night.campaign.release.moment_in("DE") - timedelta(minutes=2))
    night.work_until_quiet()

    assert night.states() == {"promised": 2}
    assert night.holders() == set()


@pytest.mark.parametrize(
    "weather",
    [
        {"name": "flaky", "share": 0.25},
        {"name": "cut", "share": 0.5},
        {"name": "rate-limited", "limit": 12, "window_seconds": 30},
        {"name": "rotating-tokens"},
        {"name": "quota-exhausted", "after": 9},
        {"name": "not-yet-in-catalogue", "minutes": 90},
    ],
    ids=lambda weather: weather["name"],
)
def test_what_time_heals_costs_nobody_their_save(night: Night, weather: dict[str, object]):
    fans = night.crowd(12, follow=True)

    night.leap_to(night.campaign.release.moment_in("DE") - timedelta(minutes=1))
    night.sim.tell("scenario", weather)
    night.to_release()
    night.play()

    assert night.reasons() == {"": 12}
    assert night.states() == {"saved": 12}
    assert night.holders() == set(fans)
    assert night.complaints() == {}
    assert Grant.objects.live().count() == 0


def test_a_fan_whose_save_never_comes_fails_with_a_reason_and_holds_nobody_up(night: Night):
    fans = night.crowd(6)
    night.sim.tell("fans/fan-0/full-library")
    night.to_release()
    night.work_until_quiet()
    at_midnight = night.states()

    night.play()

    assert at_midnight == {"saved": 5, "promised": 1}
    assert night.states() == {"saved": 5, "failed": 1}
    assert night.reasons() == {"": 5, "service_error": 1}
    assert night.holders() == {*fans} - {"fan-0"}
    assert Attempt.objects.filter(kind="save", outcome="later").count() == 17
    assert Grant.objects.live().count() == 0


def test_revoked_grants_are_looked_at_once_more_and_then_shredded(night: Night):
    night.crowd(5)
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-1", "fan-3"]})

    night.to_release()
    night.play(until=night.now() + timedelta(minutes=1))
    states_on_the_night, live = night.states(), Grant.objects.live().count()
    night.play(until=night.now() + timedelta(days=2))

    assert states_on_the_night == {"saved": 3, "needs_fan": 2}
    assert live == 2
    assert night.reasons() == {"": 3, "grant_dead": 2}
    assert Grant.objects.live().count() == 0
    assert night.holders() == {"fan-0", "fan-2", "fan-4"}


def test_a_withdrawal_before_the_claim_wins(night: Night):
    night.crowd(2)
    presave = PreSave.objects.order_by("pk")[0]

    answer = withdraw_presave(presave, now=night.now())
    night.to_release()
    night.play()

    assert answer == Withdrawal.WITHDRAWN
    assert night.states() == {"saved": 1, "withdrawn": 1}
    assert night.holders() == {"fan-1"}


def test_a_lapsed_plan_pauses_the_service_and_keeps_every_promise(night: Night):
    fans = night.crowd(4)
    night.to_release()
    night.sim.tell("scenario", "owner-premium-lapsed")
    night.play(until=night.now() + timedelta(seconds=20))
    while_lapsed = night.states()

    night.sim.tell("scenario", "calm")
    night.leap(timedelta(minutes=6))
    night.play()

    assert while_lapsed == {"promised": 4}
    assert night.states() == {"saved": 4}
    assert night.holders() == set(fans)


def test_an_apple_save_counts_only_once_it_was_read_back(night: Night):
    fans = night.crowd(3, at="apple_music")
    night.to_release()
    night.play(until=night.now() + timedelta(seconds=20))
    just_after = night.states()

    night.play()

    assert just_after == {"promised": 3}
    assert night.states() == {"saved": 3}
    assert night.holders(at="apple_music") == set(fans)


def test_a_202_that_means_nothing_fails_after_three_days(night: Night):
    night.crowd(2, at="apple_music")
    night.sim.tell("scenario", {"name": "silent-202", "share": 1.0})
    night.to_release()
    night.play(until=night.now() + timedelta(hours=2))

    night.leap(timedelta(hours=69))
    night.play()

    assert night.states() == {"failed": 2}
    assert night.reasons() == {"not_in_library": 2}
    assert Grant.objects.live().count() == 0


def test_a_release_that_never_appears_fails_and_says_so(night: Night):
    night.crowd(2)
    night.sim.tell("scenario", {"name": "not-yet-in-catalogue", "minutes": 60 * 24 * 20})
    night.to_release()
    night.play(until=night.now() + timedelta(minutes=30))

    night.leap(timedelta(hours=70))
    night.play(until=night.now() + timedelta(days=1))

    assert night.states() == {"failed": 2}
    assert night.reasons() == {"not_released": 2}


def test_a_withdrawal_after_a_lost_answer_takes_the_save_back(night: Night):
    night.crowd(3)
    night.leap_to(night.campaign.release.moment_in("DE") - timedelta(minutes=1))
    night.sim.tell("scenario", {"name": "cut", "share": 1.0, "times_per_fan": 1})
    night.to_release()
    night.play(until=night.now() + timedelta(seconds=1))
    in_the_library = night.holders()
    presave = PreSave.objects.order_by("pk")[0]

    answer = withdraw_presave(presave, now=night.now())
    night.play()

    assert in_the_library == {"fan-0", "fan-1", "fan-2"}
    assert answer == Withdrawal.BEING_SAVED
    assert night.states() == {"withdrawn": 1, "saved": 2}
    assert night.holders() == {"fan-1", "fan-2"}
    assert Grant.objects.live().count() == 0


def test_a_withdrawal_whose_worker_died_is_undone_by_the_next_one(night: Night):
    night.crowd(1)
    night.to_release()
    presave = PreSave.objects.get()
    Grant.objects.update(claimed_until=night.now() + timedelta(minutes=2))

    answer = withdraw_presave(presave, now=night.now())
    night.leap(timedelta(minutes=3))
    night.play()

    assert answer == Withdrawal.BEING_SAVED
    assert night.states() == {"withdrawn": 1}
    assert night.holders() == set()
    assert Grant.objects.live().count() == 0


def test_a_fan_whose_grant_was_refused_may_reconnect_after_the_release(night: Night):
    night.crowd(1)
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-0"]})
    night.leap_to(night.campaign.release.last_moment + timedelta(hours=1))
    night.play(until=night.now() + timedelta(minutes=1))
    refused = night.reasons()

    night.connect("fan-0")
    night.play()

    assert refused == {"grant_refused": 1}
    assert night.states() == {"saved": 1}
    assert night.holders() == {"fan-0"}


def test_an_apple_grant_refused_on_the_night_is_looked_at_once_more(night: Night):
    night.crowd(1, at="apple_music")
    night.to_release()
    night.sim.tell(
        "scenario", {"name": "password-changed", "share": 0, "fans": ["fan-0"], "days": 30}
    )

    night.play(until=night.now() + timedelta(days=2))

    assert night.reasons() == {"grant_dead": 1}
    assert Grant.objects.live().count() == 0


def test_a_silence_between_the_save_and_its_follow_loses_no_follow(night: Night):
    Campaign.objects.update(follow_when="release")
    night.campaign.refresh_from_db()
    fans = night.crowd(6, follow=True)

    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": 8, "window_seconds": 30})
    night.play()

    assert night.states() == {"saved": 6}
    assert night.follow_states() == {"done": 6}
    assert night.followers() == set(fans)
    assert Grant.objects.live().count() == 0
