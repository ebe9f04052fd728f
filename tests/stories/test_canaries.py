"""Accounts of the team's own go first: the fans come once it is seen in their libraries."""

from datetime import timedelta

import pytest

from countin.fans.models import Connection, Grant
from countin.presaves.canaries import Canary
from countin.presaves.models import PreSave
from countin.privacy.erasing import disconnect
from countin.release_day.canaries.letting_in import let_in_by_hand
from countin.release_day.models import Attempt
from countin.workspaces.alarms import is_raised
from countin.workspaces.models import Alarm, Notice
from tests.stories.canaries import join, states, the_wave
from tests.stories.night import Night


def _is_called() -> bool:
    open_alarms = Alarm.objects.filter(kind="canaries_missing", cleared_at__isnull=True)
    return any(is_raised("canaries_missing", subject=alarm.subject) for alarm in open_alarms)


def _begin(night: Night) -> None:
    night.work_until_quiet()
    night.to_release()
    night.work_until_quiet()


@pytest.mark.parametrize("at", ["spotify", "apple_music"])
def test_a_canary_is_found_and_the_fans_come_after_it(night: Night, at: str):
    fans = night.crowd(4, at=at)
    join(night, "team", at=at)

    _begin(night)
    night.play()

    assert states() == ["found"]
    assert night.states() == {"saved": 4}
    assert night.holders(at=at) == {*fans, "team"}
    assert (the_wave().let_in, the_wave().held_at) == ("found", None)
    first_fan = Attempt.objects.filter(kind="save").order_by("started_at").first()
    written_at = Canary.objects.get().written_at
    assert first_fan
    assert written_at
    assert written_at < first_fan.started_at
    assert Grant.objects.live().count() == 0
    assert Canary.objects.get().ended_at is not None
    assert night.complaints() == {}


def test_while_canaries_are_missing_no_fan_is_saved_and_somebody_is_called(night: Night):
    night.crowd(4)
    join(night, "team")
    night.sim.tell("scenario", {"name": "silent-200"})

    _begin(night)
    for _ in range(8):
        night.leap(timedelta(seconds=15))
        night.work_until_quiet()

    assert states() == ["missing"]
    assert night.states() == {"promised": 4}
    assert Attempt.objects.filter(kind="save").count() == 0
    assert the_wave().held_at is not None
    assert _is_called()
    night.leap(timedelta(minutes=20))
    night.work_until_quiet()
    assert not Alarm.objects.filter(kind="overdue", cleared_at__isnull=True).exists()


def test_a_held_wave_goes_on_by_itself_once_the_service_has_healed(night: Night):
    fans = night.crowd(4)
    _hold(night)

    night.sim.tell("scenario", {"name": "calm"})
    night.leap(timedelta(minutes=6))
    night.play()

    assert states() == ["found"]
    assert night.states() == {"saved": 4}
    assert night.holders() == {*fans, "team"}
    assert not _is_called()


def test_a_person_lets_a_held_wave_go_on(night: Night):
    night.crowd(4)
    _hold(night)

    let_go = let_in_by_hand(night.campaign, now=night.now())
    night.play()

    assert let_go == 1
    assert the_wave().let_in == "by_hand"
    assert night.states() == {"saved": 4}
    assert not _is_called()
    assert Grant.objects.live().count() == 0


@pytest.mark.sqlite
def test_one_missing_canary_holds_for_an_hour_and_what_follows_is_called_unproven(night: Night):
    night.crowd(2)
    _hold(night)

    night.leap(timedelta(minutes=50))
    night.work_until_quiet()
    still = night.states()
    night.leap(timedelta(minutes=15))
    night.play()

    assert still == {"promised": 2}
    assert the_wave().let_in == "unproven"
    assert night.states() == {"saved": 2}
    assert "nobody came" in Notice.objects.get(kind="wave_without_proof").words


@pytest.mark.sqlite
def test_two_missing_canaries_hold_for_a_night(night: Night):
    night.crowd(2)
    join(night, "second")
    _hold(night)

    night.leap(timedelta(hours=11))
    night.work_until_quiet()
    still = night.states()
    night.leap(timedelta(minutes=70))
    night.play()

    assert still == {"promised": 2}
    assert the_wave().let_in == "unproven"
    assert night.states() == {"saved": 2}


@pytest.mark.sqlite
@pytest.mark.parametrize("breaks", ["revoked", "full", "cannot_read"])
def test_a_canary_whose_own_account_broke_holds_nobody_up(night: Night, breaks: str):
    night.crowd(3)
    join(night, "team", reads=breaks != "cannot_read")
    if breaks == "revoked":
        night.sim.tell("scenario", {"name": "revoked", "fans": ["team"]})
    if breaks == "full":
        night.sim.tell("fans/team/full-library", {"full": True})

    _begin(night)
    for _ in range(5):
        night.leap(timedelta(seconds=61))
        night.work_until_quiet()
    night.play()

    assert states() == ["broken"]
    assert night.states() == {"saved": 3}
    assert the_wave().let_in == "none_counts"
    assert not _is_called()
    assert "without its canaries" in Notice.objects.get(kind="wave_without_proof").words


@pytest.mark.sqlite
def test_a_broken_canary_does_not_spoil_what_another_shows(night: Night):
    night.crowd(2)
    join(night, "good")
    join(night, "bad")
    night.sim.tell("scenario", {"name": "revoked", "fans": ["bad"]})

    _begin(night)
    night.play()

    assert states() == ["found", "broken"]
    assert the_wave().canaries == {"found": 1, "missing": 0, "broken": 1, "pending": 0}
    assert night.states() == {"saved": 2}


def test_a_canary_disconnected_while_its_wave_is_held_holds_nobody(night: Night):
    night.crowd(2)
    _hold(night)

    disconnect(Connection.objects.get(pk=Canary.objects.get().connection_id), now=night.now())
    night.play()

    assert Canary.objects.count() == 0
    assert night.states() == {"saved": 2}
    assert not _is_called()


@pytest.mark.sqlite
def test_a_canary_of_another_midnight_holds_nobody(night: Night):
    night.crowd(2)
    join(night, "far", country="US")

    _begin(night)

    assert states() == ["waiting"]
    assert night.states() == {"saved": 2}


@pytest.mark.sqlite
def test_a_canary_that_came_after_its_moment_stops_no_wave_under_way(night: Night):
    night.crowd(2)
    night.work_until_quiet()
    night.to_release()
    join(night, "late")

    night.work_until_quiet()

    assert night.states() == {"saved": 2}


@pytest.mark.sqlite
def test_a_market_that_stays_behind_keeps_the_others_for_five_minutes_at_most(night: Night):
    night.crowd(2)
    join(night, "neighbour", country="AT")
    night.sim.tell("scenario", {"name": "late-in-one-market", "market": "AT", "minutes": 300})

    _begin(night)
    early = night.states()
    night.leap(timedelta(minutes=6))
    night.play(until=night.now() + timedelta(minutes=2))

    assert early == {"promised": 2}
    assert night.states() == {"saved": 2}
    assert Canary.objects.get().because == "not_shown"


def test_a_rotated_secret_of_a_canary_is_kept(night: Night):
    night.crowd(2)
    join(night, "team")
    night.sim.tell("scenario", {"name": "rotating-tokens"})
    night.sim.tell("scenario", {"name": "silent-200", "fans": ["team"]})
    _begin(night)
    night.leap(timedelta(minutes=2))
    night.work_until_quiet()
    assert states() == ["missing"]

    night.leap(timedelta(minutes=2))
    night.work_until_quiet()

    assert states() == ["missing"], "asked once more, with the secret that replaced the first"


@pytest.mark.sqlite
def test_canaries_wait_out_a_silence_like_everybody(night: Night):
    night.crowd(2)
    join(night, "team")
    night.work_until_quiet()
    night.sim.tell("scenario", {"name": "quota-exhausted", "after": 1, "retry_after": 1200})
    night.to_release()

    night.play()

    assert states() == ["found"]
    assert night.states() == {"saved": 2}


@pytest.mark.sqlite
def test_the_permission_of_a_canary_that_never_had_its_turn_is_deleted(night: Night):
    join(night, "team")

    night.leap_to(night.campaign.release.last_moment + timedelta(hours=73))
    night.work_until_quiet()

    assert Grant.objects.live().count() == 0
    assert PreSave.objects.count() == 0


def _hold(night: Night) -> None:
    join(night, "team")
    night.sim.tell("scenario", {"name": "silent-200"})
    _begin(night)
    night.leap(timedelta(seconds=70))
    night.work_until_quiet()
    assert the_wave().held_at is not None
