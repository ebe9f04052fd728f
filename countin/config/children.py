"""The processes that `countin serve` looks after: started again when they die or hang."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from countin.config.parents import end_with_parent

# Longer than any job of the worker takes, retention over a million rows among them.
PATIENCE = 600.0


class Child:
    """One child process. It may give signs of life through a pipe; whoever stops giving them is
    killed and started again. A machine that sleeps stops this clock, too (CLOCK_MONOTONIC)."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        has_pulse: bool = False,
    ) -> None:
        self._command, self._environment = command, environment
        self._has_pulse = has_pulse
        self._ear = -1  # where its signs of life arrive
        self._start()

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        return self._process.pid

    def mind(self, *, patience: float = PATIENCE) -> str:
        """Start it again where it died, or was silent for longer than `patience` seconds; says
        why, or an empty string."""
        if self._process.poll() is not None:
            time.sleep(0.5)  # whoever dies at once must not be started a thousand times
            self._start_again()
            return "died"
        if self._has_pulse and self.silent_for() > patience:
            self._process.kill()
            self._process.wait()
            self._start_again()
            return "hung"
        return ""

    def silent_for(self) -> float:
        """Seconds since its last sign of life, or since it was started."""
        with suppress(BlockingIOError):
            if os.read(self._ear, 4096):
                self._heard_at = time.monotonic()
        return time.monotonic() - self._heard_at

    def send_signal(self, number: int) -> None:
        """To the process."""
        self._process.send_signal(number)

    def wait(self, *, patience: float) -> None:
        """Until it has come to its end; it is killed when that takes too long."""
        try:
            self._process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> None:
        self._heard_at = time.monotonic()
        self._ear, mouth = os.pipe()
        os.set_blocking(self._ear, False)
        told = ["--pulse", str(mouth)] if self._has_pulse else []
        self._process = subprocess.Popen(  # noqa: S603 - our own words only
            [sys.executable, "-m", "countin", *self._command, *told],
            env=dict(self._environment),
            pass_fds=[mouth] if self._has_pulse else [],
            preexec_fn=partial(end_with_parent, os.getpid()),
        )
        os.close(mouth)

    def _start_again(self) -> None:
        os.close(self._ear)
        self._start()


class Pulse:
    """The other end: a sign of life, given as often as one likes."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        if descriptor is not None:
            os.set_blocking(descriptor, False)
            os.set_inheritable(descriptor, False)

    def beat(self) -> None:
        """Nobody listens, or the pipe is full of signs: fine as well."""
        _tell_systemd()
        if self._descriptor is not None:
            with suppress(OSError):
                os.write(self._descriptor, b".")


def _tell_systemd() -> None:
    """A sign for the watchdog of a unit (sd_notify(3)); without one there is no address."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        # A name that begins with @ is one without a file.
        mouth.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        mouth.send(b"WATCHDOG=1")
