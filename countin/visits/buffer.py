"""Visits wait here for a moment and are written together: a page is not held up by a row.

The first visit starts a thread, so that it runs in the process that answers requests and not in
the one that forked it. It is no daemon: when the main thread is over, as after SIGTERM, the
process waits for it, and it writes what is left. Only a kill costs what waits, a quarter of a
second's visits at most. Visits that can't be written yet are kept and tried again; beyond a
bound they are counted and given up.
"""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from django.db import Error, connection

from countin.visits.arriving import Arriving
from countin.visits.writing import write_visits

_log = structlog.get_logger("countin.visits")
_EVERY_S: Final = 0.25
_LONGEST_PAUSE_S: Final = 4.0
_IDLE_S: Final = 60.0  # then the thread and its connection go
_AT_THE_END_S: Final = 8.0  # longer than that no stop waits for a database that is away
_AT_ONCE: Final = 100  # whoever waits for the database or for this process waits for no more
_MOST: Final = 50_000  # about 50 MB


class VisitBuffer:
    """What was noted and is not written yet. `starts_writer` False: somebody calls `flush`."""

    def __init__(
        self, *, write: Callable[[Sequence[Arriving]], int] = write_visits, most: int = _MOST
    ) -> None:
        self.starts_writer = True
        self._write = write
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[Arriving] = []
        self._overflowed = 0
        self._writer: threading.Thread | None = None

    def note(self, visit: Arriving) -> None:
        """Never waits for the database, never fails."""
        with self._lock:
            if len(self._waiting) >= self._most:
                self._overflowed += 1
                return
            self._waiting.append(visit)
            if self.starts_writer and (self._writer is None or not self._writer.is_alive()):
                # Said aloud: the server's own threads are daemons, and pass that on.
                self._writer = threading.Thread(target=self._run, name="visits", daemon=False)
                self._writer.start()

    def take(self) -> list[Arriving]:
        """Everything that waits; it is the caller's from now on."""
        with self._lock:
            taken, self._waiting = self._waiting, []
            return taken

    def flush(self) -> int:
        """Write what waits, here and now; gives back how many. Raises django.db.Error where the
        database does not take it: then it waits again."""
        taken, written = self.take(), 0
        try:
            while batch := taken[written : written + _AT_ONCE]:
                lost = self._write(batch)
                written += len(batch)
                if lost:
                    _log.warning("visits of a campaign that is gone", visits=lost)
        finally:
            self._put_back(taken[written:])
        return written

    def _run(self) -> None:
        try:
            self._write_until_idle()
            if not threading.main_thread().is_alive():
                self._write_the_rest()
        finally:
            connection.close()

    def _write_until_idle(self) -> None:
        pause, quiet_since = _EVERY_S, time.monotonic()
        asleep = threading.Event()
        while threading.main_thread().is_alive():
            asleep.wait(_EVERY_S)
            if self._is_over(quiet_since):
                return
            if not self._waiting:
                continue
            if self._try_to_flush():
                pause, quiet_since = _EVERY_S, time.monotonic()
            else:
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                _wait_while_alive(asleep, seconds=pause)

    def _is_over(self, quiet_since: float) -> bool:
        """Nothing came for long: the next visit starts another thread."""
        with self._lock:
            is_over = not self._waiting and time.monotonic() - quiet_since > _IDLE_S
            if is_over:
                self._writer = None
            return is_over

    def _write_the_rest(self) -> None:
        ends = time.monotonic() + _AT_THE_END_S
        asleep = threading.Event()
        while self._waiting and not self._try_to_flush() and time.monotonic() < ends:
            asleep.wait(_EVERY_S)
        if lost := self.take():
            _log.error("visits lost at the end", visits=len(lost))

    def _try_to_flush(self) -> bool:
        try:
            connection.close_if_unusable_or_obsolete()
            self.flush()
        except Error as error:
            why, waiting = type(error).__name__, len(self._waiting)
            _log.warning("visits wait for the database", visits=waiting, error=why)
            connection.close()
            return False
        self._tell_overflow()
        return True

    def _tell_overflow(self) -> None:
        with self._lock:
            overflowed, self._overflowed = self._overflowed, 0
        if overflowed:
            _log.error("visits not counted: too many waited for the database", visits=overflowed)

    def _put_back(self, visits: list[Arriving]) -> None:
        if not visits:
            return
        with self._lock:
            room = self._most - len(self._waiting)
            self._overflowed += max(0, len(visits) - room)
            self._waiting = visits[:room] + self._waiting


def _wait_while_alive(asleep: threading.Event, *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while threading.main_thread().is_alive() and time.monotonic() < ends:
        asleep.wait(_EVERY_S)


VISITS: Final = VisitBuffer()
