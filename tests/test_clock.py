"""The clock tells UTC, follows the demo's leaps, and waits no longer than asked."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from countin import clock

HOUR = timedelta(hours=1)


@pytest.fixture
def offset_file(tmp_path):
    """A file that the clock follows, empty of any offset at first."""
    path = tmp_path / "offset"
    clock.follow_offset_file(path)
    yield path
    clock.follow_offset_file(None)


def real_difference() -> timedelta:
    """How far the product's clock is from the machine's, to the second."""
    return timedelta(seconds=round((clock.now() - datetime.now(UTC)).total_seconds()))


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC
    assert real_difference() == timedelta()


def test_an_offset_moves_the_clock_and_is_read_anew(offset_file):
    offset_file.write_text("3600")
    assert real_difference() == HOUR

    offset_file.write_text("7200.0\n")
    assert real_difference() == 2 * HOUR


def test_an_offset_file_not_yet_written_moves_nothing(offset_file):
    assert real_difference() == timedelta()

    offset_file.write_text("")
    assert real_difference() == timedelta()


def test_following_no_file_brings_the_machines_time_back(offset_file):
    offset_file.write_text("3600")

    clock.follow_offset_file(None)

    assert real_difference() == timedelta()


def test_waiting_ends_at_its_moment_and_not_before(offset_file):
    offset_file.write_text("3600")  # following a file, it naps many times until then
    moment = clock.now() + timedelta(milliseconds=200)

    clock.wait_until(moment)

    assert moment <= clock.now() < moment + timedelta(seconds=2)


def test_a_moment_that_has_passed_is_not_waited_for():
    started = time.monotonic()

    clock.wait_until(clock.now() - HOUR)

    assert time.monotonic() - started < 1


def test_a_stop_ends_the_wait():
    stopped = threading.Event()
    waiting = threading.Thread(
        target=clock.wait_until, args=(clock.now() + HOUR,), kwargs={"stopped": stopped}
    )
    waiting.start()
    waiting.join(timeout=0.1)
    assert waiting.is_alive()

    stopped.set()
    waiting.join(timeout=5)

    assert not waiting.is_alive()


def test_a_leap_wakes_whoever_waits(offset_file):
    waiting = threading.Thread(target=clock.wait_until, args=(clock.now() + HOUR,), daemon=True)
    waiting.start()
    waiting.join(timeout=0.2)
    assert waiting.is_alive()

    offset_file.write_text("3601")
    waiting.join(timeout=5)

    assert not waiting.is_alive()
