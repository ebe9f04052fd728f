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
from countin.messaging.models import ListMembership, Reminder
from countin.messaging.reminding import withdraw_reminder
from countin.presaves.models import FollowAsk, StandingConsent
from countin.presaves.moving import move_follows
from countin.presaves.standing import begin_standing, stop_standing
from countin.presaves.states import FollowState
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
