"""A person holds promises back; whoever confirms is saved."""

from datetime import timedelta

import pytest

from countin.fans.grants import claim_grants
from countin.fans.models import Grant
from countin.presaves.holding import Confirmation, confirm_held, hold_back, release_hold
from countin.presaves.mending import reopen_for_grant
from countin.presaves.models import HeldPreSave, Hold, PreSave
from countin.presaves.states import Reason, State, Step
from countin.presaves.withdrawing import Withdrawal, withdraw_presave
from tests.presaves.rows import NOW, make_campaign, make_connection, make_the_artist, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign(make_the_artist())


def promised(campaign, *accounts):
    artist = campaign.release.artist
    return [promise(campaign, connection=make_connection(artist, account=a)) for a in accounts]


def held(campaign, rows, *, now=NOW):
    return hold_back(
        campaign,
        presave_ids=[row.pk for row in rows],
        described="2 pre-saves within 3 minutes.",
        because="we did not send a newsletter",
        now=now,
    )


def state_of(presave):
    return PreSave.objects.values_list("state", "reason").get(pk=presave.pk)


def test_a_held_promise_waits_for_its_fan_and_keeps_its_permission(campaign):
    ada, bob = promised(campaign, "ada", "bob")

    holding = held(campaign, [ada])

    assert (holding.held, holding.being_saved, holding.confirmed, holding.others) == (1, 0, 0, 0)
    assert state_of(ada) == (State.NEEDS_FAN, Reason.HELD_BACK)
    assert state_of(bob) == (State.PROMISED, "")
    assert Grant.objects.live().count() == 2


def test_whoever_confirms_is_on_the_way_again_and_is_held_no_second_time(campaign):
    (ada,) = promised(campaign, "ada")
    held(campaign, [ada])

    first = confirm_held(ada, now=NOW + timedelta(hours=1))
    again = confirm_held(ada, now=NOW + timedelta(hours=2))
    second = held(campaign, [ada], now=NOW + timedelta(hours=3))

    assert (first, again) == (Confirmation.CONFIRMED, Confirmation.NOT_HELD)
    assert state_of(ada) == (State.PROMISED, "")
    assert (second.hold, second.confirmed) == (None, 1)


def test_a_confirmation_after_the_moment_is_due_at_once(campaign):
    (ada,) = promised(campaign, "ada")
    held(campaign, [ada])
    late = campaign.release.last_moment + timedelta(days=3)

    assert confirm_held(ada, now=late) == Confirmation.CONFIRMED

    due = PreSave.objects.due_in_wave(
        campaign_id=campaign.pk, provider="spotify", markets=["DE"], now=late
    )
    assert [row.pk for row in due] == [ada.pk]


def test_a_permission_that_ended_meanwhile_is_asked_for_after_the_confirmation(campaign):
    ada, bob = promised(campaign, "ada", "bob")
    held(campaign, [ada, bob])
    Grant.objects.filter(connection=ada.connection).update(usable_until=NOW + timedelta(days=1))
    Grant.objects.filter(connection=bob.connection).update(refused_at=NOW)

    told = [confirm_held(row, now=NOW + timedelta(days=2)) for row in (ada, bob)]

    assert told == [Confirmation.NEEDS_PERMISSION] * 2
    assert state_of(ada) == (State.NEEDS_FAN, Reason.GRANT_EXPIRED)
    assert state_of(bob) == (State.NEEDS_FAN, Reason.GRANT_DEAD)


def test_letting_go_frees_those_who_have_not_confirmed_and_nobody_else(campaign):
    ada, bob, cem = promised(campaign, "ada", "bob", "cem")
    holding = held(campaign, [ada, bob, cem])
    confirm_held(ada, now=NOW)
    withdraw_presave(cem, now=NOW)

    moved = release_hold(holding.hold, now=NOW + timedelta(days=1))

    assert moved == 1
    assert [state_of(row)[0] for row in (ada, bob, cem)] == ["promised", "promised", "withdrawn"]
    assert Hold.objects.get().released_at == NOW + timedelta(days=1)
    assert HeldPreSave.objects.filter(confirmed_at__isnull=False).count() == 1


def test_what_is_being_saved_now_goes_through(campaign):
    ada, bob = promised(campaign, "ada", "bob")
    grant = Grant.objects.get(connection=ada.connection)
    claim_grants([grant.pk], now=NOW, until=NOW + timedelta(minutes=2))
    PreSave.objects.filter(pk=bob.pk).update(attempts=1)  # a write whose answer was lost

    holding = held(campaign, [ada, bob])

    assert (holding.hold, holding.being_saved) == (None, 2)
    assert state_of(ada)[0] == state_of(bob)[0] == State.PROMISED


def test_a_worker_that_has_just_read_a_promise_as_due_gets_no_claim_on_it(campaign):
    (ada,) = promised(campaign, "ada")
    grant = Grant.objects.get(connection=ada.connection)
    read_at = NOW - timedelta(milliseconds=200)
    held(campaign, [ada])

    assert claim_grants([grant.pk], now=read_at, until=NOW + timedelta(minutes=2)) == {}
    assert claim_grants([grant.pk], now=NOW + timedelta(seconds=3), until=NOW) != {}


def test_a_look_at_a_refused_permission_does_not_undo_a_hold(campaign):
    (ada,) = promised(campaign, "ada")
    PreSave.objects.filter(pk=ada.pk).update(
        state=State.NEEDS_FAN,
        reason=Reason.GRANT_REFUSED,
        next_step=Step.LOOK,
        next_attempt_at=NOW + timedelta(days=1),
    )

    assert held(campaign, [ada]).held == 1

    assert state_of(ada) == (State.NEEDS_FAN, Reason.HELD_BACK)
    assert list(PreSave.objects.due_errands(NOW + timedelta(days=2))) == []


def test_a_new_permission_for_something_else_does_not_let_a_held_promise_go(campaign):
    (ada,) = promised(campaign, "ada")
    held(campaign, [ada])

    assert reopen_for_grant(ada.connection_id, now=NOW) == 0
    assert state_of(ada) == (State.NEEDS_FAN, Reason.HELD_BACK)


def test_pressing_the_button_of_the_page_again_confirms(campaign):
    (ada,) = promised(campaign, "ada")
    held(campaign, [ada])

    promise(campaign, connection=ada.connection, now=NOW + timedelta(hours=1))

    assert state_of(ada) == (State.PROMISED, "")
    assert HeldPreSave.objects.get().confirmed_at == NOW + timedelta(hours=1)


def test_a_held_promise_can_be_withdrawn(campaign):
    (ada,) = promised(campaign, "ada")
    held(campaign, [ada])

    assert withdraw_presave(ada, now=NOW) == Withdrawal.WITHDRAWN
    assert Grant.objects.live().count() == 0
