"""The one place that knows what time it is.

Below the doors `now` is an argument. The demo moves this clock by an offset file; that
is refused by `countin.config` unless every address involved is loopback.
"""

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

# Long waits look at the clock this often, so that a leap of the demo's clock wakes them.
_LONGEST_NAP = 0.05
# Linux's also counts the hours in which a laptop is shut.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_offset_file: Path | None = None
_last_offset = timedelta()


def follow_offset_file(path: Path | None) -> None:
    """Shift `now()` by the seconds written in this file, read anew at each call."""
    global _offset_file, _last_offset
    _offset_file, _last_offset = path, timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset()


def steady() -> float:
    """Seconds that go on evenly, also while the machine sleeps, whoever sets its clock."""
    return time.clock_gettime(_STEADY) + _offset().total_seconds()


def wait_until(moment: datetime, *, stopped: threading.Event | None = None) -> None:
    """Sleep until `now()` has reached the moment, or `stopped` is set."""
    while (left := (moment - now()).total_seconds()) > 0:
        nap = min(left, _LONGEST_NAP if _offset_file else 1.0)
        if stopped is None:
            time.sleep(nap)
        elif stopped.wait(nap):
            return


def _offset() -> timedelta:
    global _last_offset
    if _offset_file is None:
        return timedelta()
    # Not written yet, or caught in the middle of being written: time does not leap back.
    with suppress(FileNotFoundError, ValueError, OverflowError):
        _last_offset = timedelta(seconds=float(_offset_file.read_text()))
    return _last_offset
