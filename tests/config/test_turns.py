"""Whose turn it is among several workers, and what a frozen one may hold."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django import db
from django.db.backends.signals import connection_created

from countin.config.turns import Turns, limit_waiting
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import Workspace

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
JOB = "sweep"


@pytest.fixture
def stopped() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_one_at_a_time_has_its_turn():
    one, other = Turns(), Turns()
    with one.take(JOB) as first, other.take(JOB) as second, other.take("mails") as apart:
        assert (first, second, apart) == (True, False, True)
    with other.take(JOB) as afterwards:
        assert afterwards
    one.close()
    other.close()


def test_a_frozen_worker_loses_its_turn_and_a_busy_one_keeps_it(
    stopped: threading.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("countin.config.turns._SAY_SOMETHING_EVERY", 0.1)
    frozen, busy, third = Turns(silent_for=1.0), Turns(silent_for=1.0), Turns()
    busy.keep(stopped)
    with busy.take("mails") as kept, frozen.take(JOB) as lost:
        time.sleep(1.6)
        with third.take("mails") as not_free, third.take(JOB) as free:
            assert (kept, not_free, lost, free) == (True, False, True, True)
    with frozen.take(JOB) as again:
        assert again
    for turns in (frozen, busy, third):
        turns.close()


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections of this process are a worker's, which waits for half a second."""
    monkeypatch.setattr("countin.config.turns._WAIT_FOR_A_LOCK", 0.5)
    limit_waiting()
    db.connection.close()
    yield
    connection_created.disconnect(dispatch_uid="countin.turns")
    db.connection.close()


def test_a_transaction_that_is_forgotten_ends(limited: None):
    with db.connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone()[0] == "30s"


def test_who_waits_for_rows_that_somebody_holds_gives_up(limited: None):
    default_workspace(now=datetime(2026, 12, 1, tzinfo=UTC))
    forgotten = db.connection.copy()
    with forgotten.cursor() as prompt:
        prompt.execute("BEGIN; SELECT id FROM workspaces_workspace FOR UPDATE")
        with pytest.raises(db.OperationalError, match="lock timeout"):
            Workspace.objects.update(name="Another")
    forgotten.close()

    assert Workspace.objects.update(name="Another") == 1
