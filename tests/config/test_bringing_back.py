"""Each thing that the journal knows, done after the backup, and done again in the restored one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from countin.config.journal.bringing_back import begin_bringing_back, bring_back
from countin.config.journal.writing import write_notes
from countin.fans.models import Connection
from countin.messaging.lists import ask_list, leave_list
from countin.messaging.models import (
    Announcement,
    ListMembership,
    Mail,
    MailKind,
    Push,
    ReconnectAsk,
    Reminder,
)
from countin.messaging.outbox import record_sent
from countin.messaging.pushing import record_push
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.resending import count_queued
from countin.messaging.web_push.posting import Reply, Told
from countin.presaves.models import FollowAsk, StandingConsent
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.standing import begin_standing, stop_standing
from countin.presaves.states import FollowState, Reason, State
from countin.presaves.withdrawing import withdraw_follow
from countin.privacy.erasing import disconnect
from tests.presaves.rows import agree
from tests.privacy.conftest import NOW, hold_fan, make_campaign

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def ada() -> Any:
    """A promise with a follow, a reminder, a list and a standing consent."""
    campaign = make_campaign("midnight", release_date=(NOW + timedelta(days=20)).date())
    held = hold_fan(campaign)
    artist = campaign.release.artist
    held.list = ask_list(
        artist,
        fan=held.fan,
        address="ada@example.org",
        words="…",
        version="1",
        language="en",
        now=NOW,
    )
    held.follow = FollowAsk.objects.get()
    consent = agree(held.connection, now=NOW)
    held.standing = begin_standing(held.connection, artist=artist, consent=consent, now=NOW)
    return held


def after_the_backup(happens: Callable[[], object], *, folder: Path) -> dict[str, int]:
    """It happens, its notes are written, and all of the database is as it was before."""
    with transaction.atomic():
        happens()
        write_notes(folder)
        transaction.set_rollback(True)
    begin_bringing_back(folder, made_at=f"{NOW:%Y-%m-%dT%H:%M:%SZ}", now=LATER)
    return dict(bring_back(folder, now=LATER))


def test_a_reminder_that_was_withdrawn(ada, tmp_path: Path):
    brought = after_the_backup(lambda: withdraw_reminder(ada.reminder, now=LATER), folder=tmp_path)

    assert brought == {"reminder_withdrawn": 1}
    assert Reminder.objects.get().withdrawn_at == LATER


def test_a_reminder_that_was_mailed_is_not_mailed_again(ada, tmp_path: Path):
    """The mail waited in the backup's queue already, and went out after it."""
    mail = Mail.objects.create(
        reminder=ada.reminder, kind=MailKind.RELEASE, made_at=NOW, due_at=NOW
    )
    queued = count_queued()["release"]

    brought = after_the_backup(lambda: record_sent(mail, now=LATER), folder=tmp_path)
    again = bring_back(tmp_path, now=LATER)

    assert (queued, "release" in count_queued()) == (1, False)
    assert (brought, dict(again)) == ({"reminder_sent": 1}, {})
    assert Reminder.objects.get().sent_at == LATER
    assert Mail.objects.get(kind=MailKind.RELEASE).sent_at == LATER


def test_a_reminder_that_was_planned_and_mailed_after_the_backup(ada, tmp_path: Path):
    def plan_and_send() -> None:
        made = {"made_at": LATER, "due_at": LATER}
        record_sent(Mail.objects.create(reminder=ada.reminder, kind="release", **made), now=LATER)

    brought = after_the_backup(plan_and_send, folder=tmp_path)

    assert brought == {"reminder_sent": 1}
    assert not Reminder.objects.waiting().exists()


def test_a_browser_that_was_notified_is_not_notified_again(ada, tmp_path: Path):
    Push.objects.create(reminder=ada.reminder, made_at=NOW, due_at=NOW)
    told = Told(number=1, reply=Reply.TAKEN, because="")

    def push() -> None:
        record_push(Push.objects.select_related("reminder").get(), told=told, now=LATER)

    brought = after_the_backup(push, folder=tmp_path)

    assert brought == {"reminder_pushed": 1}
    assert (Push.objects.get().sent_at, Reminder.objects.get().pushed_at) == (LATER, LATER)


def test_a_fan_who_was_asked_to_connect_again_is_not_asked_again(ada, tmp_path: Path):
    move_presaves([ada.presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, now=NOW)
    ask = ReconnectAsk.objects.create(presave=ada.presave, cause=Reason.GRANT_DEAD, noted_at=NOW)

    def ask_by_mail() -> None:
        made = {"made_at": LATER, "due_at": LATER, "membership": ada.list}
        record_sent(Mail.objects.create(ask=ask, kind=MailKind.RECONNECT, **made), now=LATER)

    brought = after_the_backup(ask_by_mail, folder=tmp_path)

    assert brought == {"asked_at_once": 1}
    assert ReconnectAsk.objects.get().written_at == LATER
    assert Mail.objects.get(ask__isnull=False).sent_at == LATER


def test_a_list_that_was_left(ada, tmp_path: Path):
    brought = after_the_backup(lambda: leave_list(ada.list, now=LATER), folder=tmp_path)

    assert brought == {"list_left": 1}
    assert ListMembership.objects.get().ended_at == LATER


def test_a_follow_that_was_withdrawn(ada, tmp_path: Path):
    brought = after_the_backup(lambda: withdraw_follow(ada.follow, now=LATER), folder=tmp_path)

    assert brought == {"follow_withdrawn": 1}
    assert FollowAsk.objects.get().state == FollowState.WITHDRAWN


def test_a_follow_that_was_made(ada, tmp_path: Path):
    brought = after_the_backup(
        lambda: move_follows([ada.follow.pk], to=FollowState.DONE, because="", now=LATER),
        folder=tmp_path,
    )

    assert brought == {"followed": 1}
    assert FollowAsk.objects.get().state == FollowState.DONE


def test_a_standing_consent_that_was_stopped(ada, tmp_path: Path):
    brought = after_the_backup(lambda: stop_standing(ada.standing, now=LATER), folder=tmp_path)

    assert brought == {"standing_stopped": 1}
    assert StandingConsent.objects.get().ended_at == LATER


def test_an_account_that_was_disconnected(ada, tmp_path: Path):
    brought = after_the_backup(lambda: disconnect(ada.connection, now=LATER), folder=tmp_path)

    assert brought["disconnected"] == 1
    assert not Connection.objects.exists()


def test_an_announcement_under_way_is_held_up(ada, tmp_path: Path):
    """How far it got after the backup, nothing here tells."""
    artist = ada.list.artist
    fields = {"artist": artist, "subject": "Hi", "text": "…", "made_at": NOW, "changed_at": NOW}
    going = Announcement.objects.create(**fields, kind="news", scheduled_at=NOW)
    Announcement.objects.create(**fields, kind="news")

    brought = after_the_backup(lambda: None, folder=tmp_path)
    going.refresh_from_db()

    assert brought == {"announcements_stopped": 1}
    assert going.stopped_at == LATER
