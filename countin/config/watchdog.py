"""A worker that hangs ends, so that whoever runs it starts it again: also where nobody listens to
its signs of life, as in a container of its own."""

import os
import threading
import time

import structlog

_log = structlog.get_logger("countin.worker")
_LOOKS_EVERY = 0.5  # seconds


class Watchdog:
    """Looks after the thread that beats, from a thread of its own, until told to stop. A machine
    that sleeps stops this clock, too (CLOCK_MONOTONIC)."""

    def __init__(self, *, patience: float) -> None:
        """`patience`: seconds between two beats, longer than any job takes."""
        self._patience = patience
        self._beat_at = time.monotonic()

    def beat(self) -> None:
        """All is well."""
        self._beat_at = time.monotonic()

    def watch(self, stopped: threading.Event) -> None:
        """Begin. The process ends with code 1 where nobody beats for longer than the patience."""
        threading.Thread(target=self._watch, args=(stopped,), name="watchdog", daemon=True).start()

    def _watch(self, stopped: threading.Event) -> None:
        while not stopped.wait(_LOOKS_EVERY):
            if time.monotonic() - self._beat_at > self._patience:
                _log.error("this worker hangs: it ends, to be started again")
                # At once: a usual end would wait for the thread that hangs.
                os._exit(1)
