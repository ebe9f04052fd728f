"""Access got ahead of a wave's moment: of those who come first, the save alone is left to do."""

from collections import Counter
from datetime import timedelta

import pytest

from countin.fans.models import Grant
from countin.pacing.accounts import block_account
from countin.presaves.models import PreSave
from countin.presaves.withdrawing import withdraw_presave
from countin.release_day import keeping
from countin.release_day.models import Attempt
from countin.release_day.shelf import AccessShelf
from countin.release_day.warmth import MOST_AHEAD, Warmth, room_left
from tests.stories.night import Night


def _calls(night: Night) -> Counter[str]:
    return Counter(Attempt.objects.values_list("kind", flat=True))


def _kept() -> int:
    return Grant.objects.filter(access_sealed__isnull=False).count()


def _come_near(night: Night, *, before: timedelta = timedelta(minutes=8)) -> None:
    night.leap_to(night.campaign.release.moment_in("DE") - before)
    night.work_until_quiet()


def test_what_is_got_ahead_is_used_and_nothing_is_asked_twice(night: Night):
    fans = night.crowd(5)

    _come_near(night)
    ahead = _calls(night)
    claimed, kept = Grant.objects.filter(claimed_until__isnull=False).count(), _kept()
    night.to_release()
    night.play()

    assert ahead == {"refresh": 5}
    assert (claimed, kept, _kept()) == (0, 5, 0)
    assert _calls(night) == {"refresh": 5, "save": 5}
    assert night.states() == {"saved": 5}
    assert night.holders() == set(fans)
    assert night.complaints() == {}


@pytest.mark.sqlite
@pytest.mark.parametrize("before", [timedelta(minutes=11), timedelta(seconds=50)])
def test_it_begins_ten_minutes_before_and_ends_one_before(night: Night, before: timedelta):
    night.crowd(2)

    _come_near(night, before=before)

    assert _calls(night) == {}


@pytest.mark.sqlite
def test_permissions_that_are_good_for_one_use_are_left_alone_but_for_the_first(night: Night):
    night.crowd(4)
    night.sim.tell("scenario", {"name": "rotating-tokens"})

    _come_near(night)
    ahead = _calls(night)
    night.to_release()
    night.play()

    assert ahead == {"refresh": 1}
    assert night.states() == {"saved": 4}
    assert night.complaints() == {}


@pytest.mark.sqlite
def test_after_a_silence_in_these_minutes_nothing_is_got_ahead(night: Night):
    night.crowd(2)
    night.leap_to(night.campaign.release.moment_in("DE") - timedelta(minutes=9))
    block_account(night.spotify, until=night.now() + timedelta(seconds=30), because="rate_limited")

    night.work_until_quiet()
    night.leap(timedelta(minutes=2))
    night.work_until_quiet()

    assert _calls(night) == {}


def test_who_withdraws_after_it_is_neither_saved_nor_kept(night: Night):
    night.crowd(2)
    _come_near(night)

    withdraw_presave(PreSave.objects.order_by("pk")[0], now=night.now())
    kept = _kept()
    night.to_release()
    night.play()

    assert kept == 1
    assert night.states() == {"saved": 1, "withdrawn": 1}
    assert night.holders() == {"fan-1"}


@pytest.mark.sqlite
def test_a_refused_permission_goes_the_way_it_would_go_on_the_day(night: Night):
    night.crowd(3)
    night.sim.tell("scenario", {"name": "revoked", "fans": ["fan-1"]})

    _come_near(night)

    assert night.states() == {"promised": 2, "needs_fan": 1}
    assert night.reasons()["grant_refused"] == 1


def test_what_one_worker_got_another_uses(night: Night, monkeypatch):
    night.crowd(3)
    _come_near(night)
    monkeypatch.setattr(keeping, "SHELF", AccessShelf())  # nothing of the first one's memory

    night.to_release()
    night.play()

    assert night.states() == {"saved": 3}
    assert _calls(night) == {"refresh": 3, "save": 3}


def test_what_is_not_used_goes_when_it_ends_and_is_asked_for_anew(night: Night):
    night.crowd(2)
    _come_near(night)
    night.sim.tell("scenario", {"name": "not-yet-in-catalogue", "minutes": 80})
    before = _kept()

    night.leap(timedelta(minutes=75))
    night.work_until_quiet()
    after = _kept()
    night.play()

    assert (before, after) == (2, 0)
    assert night.states() == {"saved": 2}
    assert _calls(night)["refresh"] == 4


@pytest.mark.sqlite
def test_no_more_is_got_ahead_than_can_be_used():
    fifty_minutes = timedelta(minutes=50)

    slow = room_left(many=100, seconds=200, calls_each=1, life=fifty_minutes)
    with_follows = room_left(many=100, seconds=200, calls_each=2, life=fifty_minutes)
    quick = room_left(many=100, seconds=0.5, calls_each=1, life=fifty_minutes)
    over = room_left(many=100, seconds=1, calls_each=1, life=-fifty_minutes)

    assert (slow, with_follows, quick, over) == (1500, 750, MOST_AHEAD, 0)


@pytest.mark.sqlite
def test_how_far_it_got_stands_in_the_row_of_the_wave():
    fresh = Warmth.from_plain(None)
    on = Warmth(reached=7, many=90, life=3000.0, most=120)

    assert (fresh.next_piece(100), on.next_piece(100)) == (1, 30)
    assert Warmth.from_plain(on.as_plain()) == on
