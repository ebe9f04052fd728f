import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection as database

from countin.fans.grants import claim_grants, release_grants
from countin.fans.keys import fan_of_key
from countin.fans.models import Connection, Consent, EmailAddress, Fan, FanKey, Grant
from countin.messaging.models import Mail, MailKind, Reminder
from countin.presaves.models import Authorization, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import FollowState, Reason, State
from countin.privacy.erasing import LONGEST_WAIT, disconnect, erase_fan, finish_erasures
from countin.privacy.models import PendingErasure
from tests.privacy.conftest import ADDRESS, NOW, hold_fan


def being_saved(held, *, until):
    """A worker holds the grant, as in the middle of a call."""
    return claim_grants([held.grant.pk], now=NOW, until=until)


def test_erasing_leaves_no_row_that_leads_to_the_fan(ada):
    erasure = erase_fan(ada.fan, now=NOW)

    assert erasure.done
    assert [model.objects.count() for model in (Fan, FanKey, Connection, Grant, EmailAddress)] == [
        0
    ] * 5
    assert fan_of_key(ada.token) is None


def test_the_promise_is_withdrawn_and_stays_as_a_count(ada):
    erase_fan(ada.fan, now=NOW)

    presave = PreSave.objects.get()
    assert (presave.state, presave.reason) == (State.WITHDRAWN, Reason.BY_FAN)
    assert (presave.connection, presave.visit) == (None, None)
    assert presave.follows.get().state == FollowState.WITHDRAWN


def test_a_kept_promise_still_counts_as_saved_after_erasure(ada):
    move_presaves([ada.presave.pk], to=State.SAVED, reason=Reason.NONE, now=NOW)

    erase_fan(ada.fan, now=NOW)

    assert PreSave.objects.get().state == State.SAVED
    assert PreSave.objects.get().follows.get().state == FollowState.WITHDRAWN


def test_words_agreed_to_stay_without_a_name(ada):
    erase_fan(ada.fan, now=NOW)

    assert set(Consent.objects.values_list("fan", flat=True)) == {None}
    assert Consent.objects.count() == 2


def test_reminders_are_withdrawn_and_no_mail_goes_out(ada):
    Mail.objects.create(
        reminder=ada.reminder, kind=MailKind.RELEASE, made_at=NOW, due_at=NOW + timedelta(days=1)
    )

    erase_fan(ada.fan, now=NOW)

    reminder = Reminder.objects.get()
    assert (reminder.fan, reminder.email, reminder.withdrawn_at) == (None, None, NOW)
    assert not Mail.objects.unsettled().exists()


def test_the_browser_of_the_authorization_is_forgotten(ada):
    erase_fan(ada.fan, now=NOW)

    row = Authorization.objects.get()
    assert (row.browser_hash, row.time_zone, row.territory) == ("", "", "")
    assert row.presave is None


def test_other_fans_keep_everything(campaign, ada):
    grace = hold_fan(campaign, account="grace")

    erase_fan(ada.fan, now=NOW)

    assert list(Fan.objects.all()) == [grace.fan]
    assert PreSave.objects.get(pk=grace.presave.pk).state == State.PROMISED
    assert Grant.objects.get().sealed is not None


def test_asking_twice_is_harmless(ada):
    pk = ada.fan.pk
    erase_fan(ada.fan, now=NOW)

    again = erase_fan(Fan(pk=pk), now=NOW)

    assert again.done


def test_during_a_call_the_truth_is_told_and_nothing_is_torn_away(ada):
    being_saved(ada, until=NOW + timedelta(minutes=5))

    erasure = erase_fan(ada.fan, now=NOW)

    ada.presave.refresh_from_db()
    assert not erasure.done
    assert "this very moment" in erasure.words
    assert ada.presave.withdraw_asked_at == NOW
    assert Grant.objects.get().sealed is not None


def test_mail_stops_even_while_a_save_is_being_made(ada):
    being_saved(ada, until=NOW + timedelta(minutes=5))

    erase_fan(ada.fan, now=NOW)

    assert EmailAddress.objects.count() == 0
    assert Reminder.objects.get().withdrawn_at == NOW


def test_after_the_call_the_job_finishes_the_erasure(ada):
    being_saved(ada, until=NOW + timedelta(minutes=5))
    erase_fan(ada.fan, now=NOW)
    during = finish_erasures(now=NOW + timedelta(minutes=1))

    release_grants([ada.grant.pk])
    move_presaves([ada.presave.pk], to=State.SAVED, reason=Reason.NONE, now=NOW)
    after = finish_erasures(now=NOW + timedelta(minutes=2))

    assert (during, after) == (0, 1)
    assert Fan.objects.count() == 0
    assert PendingErasure.objects.count() == 0
    assert PreSave.objects.get().state == State.SAVED


def test_a_call_that_never_ends_holds_an_erasure_up_for_a_day_at_most(ada):
    being_saved(ada, until=NOW + timedelta(days=30))
    erase_fan(ada.fan, now=NOW)

    finish_erasures(now=NOW + LONGEST_WAIT)

    assert Fan.objects.count() == 0
    assert PreSave.objects.get().state == State.WITHDRAWN


def test_disconnecting_ends_one_account_and_keeps_the_reminder(ada):
    erasure = disconnect(ada.connection, now=NOW)

    assert erasure.done
    assert (Connection.objects.count(), Grant.objects.count()) == (0, 0)
    assert PreSave.objects.get().state == State.WITHDRAWN
    assert Reminder.objects.get().withdrawn_at is None
    assert EmailAddress.objects.count() == 1


def test_disconnecting_during_a_call_finishes_by_itself(ada):
    being_saved(ada, until=NOW + timedelta(minutes=5))

    told = disconnect(ada.connection, now=NOW)
    release_grants([ada.grant.pk])
    finish_erasures(now=NOW + timedelta(minutes=1))

    assert not told.done
    assert Connection.objects.count() == 0
    assert Fan.objects.count() == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_no_page_of_the_database_keeps_the_address_or_the_sealed_bytes(ada, tmp_path):
    sealed = bytes(Grant.objects.get().sealed or b"")
    before = pages_of_the_database(tmp_path / "before")

    erase_fan(ada.fan, now=NOW)

    after = pages_of_the_database(tmp_path / "after")
    marks = (sealed, ADDRESS.encode())
    assert [mark in before for mark in marks] == [True, True]
    assert [mark in after for mark in marks] == [False, False]


def pages_of_the_database(path):
    """Every page, also freed ones: a backup copies them as they are."""
    database.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        database.connection.backup(copy)
    return path.read_bytes()
