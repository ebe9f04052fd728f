"""The transitions are read in order, each once, however late its transaction commits."""

import threading

import pytest
from django.db import connection, transaction

from countin.campaigns.models import Artist, Campaign, Kind, Release, Timing
from countin.presaves.history import read_on
from countin.presaves.models import PreSave, Transition
from countin.workspaces.defaults import default_workspace
from tests.messaging.conftest import ASKED_AT as NOW
from tests.messaging.conftest import RELEASE_DATE


def make_promise() -> PreSave:
    workspace = default_workspace(now=NOW)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind=Kind.SINGLE,
        timing=Timing.LOCAL,
        release_date=RELEASE_DATE,
    )
    campaign = Campaign.objects.create(
        workspace=workspace, release=release, slug="held", created_at=NOW
    )
    return PreSave.objects.create(
        campaign=campaign, provider="spotify", promised_at=NOW, changed_at=NOW
    )


def write(promise, state) -> None:
    Transition.objects.create(presave=promise, to_state=state, happened_at=NOW)


def read(into: list[str]) -> int:
    def verb(moves) -> int:
        into[len(into) :] = [move.to_state for move in moves]
        return len(into)

    return read_on("test", verb=verb)


@pytest.mark.django_db
def test_each_is_read_once_and_in_order():
    promise = make_promise()
    read_so_far: list[str] = []
    write(promise, "promised")
    read(read_so_far)
    write(promise, "needs_fan")
    write(promise, "saved")

    read(read_so_far)
    read(read_so_far)

    assert read_so_far == ["promised", "needs_fan", "saved"]


@pytest.mark.django_db
def test_what_failed_is_read_again():
    promise = make_promise()
    read_so_far: list[str] = []
    write(promise, "promised")

    def fail(_moves) -> int:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        read_on("test", verb=fail)

    read(read_so_far)
    assert read_so_far == ["promised"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lower_number_that_commits_later_is_not_passed():
    promise = make_promise()
    read_so_far: list[str] = []
    slow = _SlowWriter(promise, "first")
    slow.begin()
    write(promise, "second")
    assert read(read_so_far) == 0
    assert read_so_far == []

    slow.end()
    read(read_so_far)

    assert read_so_far == ["first", "second"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_that_came_later_hold_nobody_up():
    promise = make_promise()
    read_so_far: list[str] = []
    older, younger = _SlowWriter(promise, "first"), _SlowWriter(promise, "third")
    older.begin()
    write(promise, "second")
    read(read_so_far)
    younger.begin()
    older.end()

    read(read_so_far)
    assert read_so_far == ["first", "second"]

    younger.end()
    read(read_so_far)
    assert read_so_far == ["first", "second", "third"]


class _SlowWriter:
    """A transaction on a connection of its own, open until it is told to end."""

    def __init__(self, promise: PreSave, state: str) -> None:
        self._promise, self._state = promise, state
        self._has_written, self._may_commit = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._write)

    def begin(self) -> None:
        self._thread.start()
        assert self._has_written.wait(20)

    def end(self) -> None:
        self._may_commit.set()
        self._thread.join(20)

    def _write(self) -> None:
        with transaction.atomic():
            write(self._promise, self._state)
            self._has_written.set()
            self._may_commit.wait(20)
        connection.close()
