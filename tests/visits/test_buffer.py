"""Visits wait a moment and are written together: kept while the database is away, bounded."""

import threading

import pytest
from django.db import OperationalError

from countin.visits.buffer import VisitBuffer
from countin.visits.models import Visit
from tests.journeys.installation import wait_until


class Shelf:
    """A database that can be away."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self.is_away = False
        self.threads: set[str] = set()

    def write(self, visits) -> int:
        self.threads.add(threading.current_thread().name)
        if self.is_away:
            raise OperationalError("away")
        self.rows.extend(visits)
        return 0


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_flushing_writes_what_waits_once(campaign, arrive):
    buffer = VisitBuffer()
    buffer.starts_writer = False
    for _ in range(3):
        buffer.note(arrive())

    written = [buffer.flush(), buffer.flush()]

    assert written == [3, 0]
    assert Visit.objects.count() == 3


def test_a_thread_of_its_own_writes_within_a_second(arrive, shelf):
    buffer = VisitBuffer(write=shelf.write)

    buffer.note(arrive())

    wait_until(lambda: shelf.rows, within=1, every=0.02)
    assert shelf.threads == {"visits"}


def test_what_the_database_does_not_take_waits_and_keeps_its_order(arrive, shelf):
    buffer = VisitBuffer(write=shelf.write)
    buffer.starts_writer = False
    first, second = arrive(), arrive()
    shelf.is_away = True
    buffer.note(first)

    with pytest.raises(OperationalError):
        buffer.flush()
    shelf.is_away = False
    buffer.note(second)

    assert buffer.flush() == 2
    assert shelf.rows == [first, second]


def test_the_thread_goes_on_once_the_database_is_back(arrive, shelf):
    buffer = VisitBuffer(write=shelf.write)
    shelf.is_away = True
    buffer.note(arrive())
    wait_until(lambda: shelf.threads, within=2, every=0.02)

    shelf.is_away = False

    wait_until(lambda: shelf.rows, within=5, every=0.02)
    assert len(shelf.rows) == 1


def test_beyond_the_bound_visits_are_given_up_and_the_log_says_how_many(arrive, shelf, caplog):
    buffer = VisitBuffer(write=shelf.write, most=5)
    shelf.is_away = True
    for _ in range(8):
        buffer.note(arrive())
    shelf.is_away = False

    wait_until(lambda: "'visits': 3" in caplog.text, within=5, every=0.02)

    assert len(shelf.rows) == 5


def test_a_crowd_is_written_a_hundred_at_a_time(arrive):
    sizes: list[int] = []

    def write(visits) -> int:
        sizes.append(len(visits))
        return 0

    buffer = VisitBuffer(write=write)
    buffer.starts_writer = False
    for _ in range(250):
        buffer.note(arrive())

    written = buffer.flush()

    assert (written, sizes) == (250, [100, 100, 50])
