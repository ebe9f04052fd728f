"""The demo's processes: started with a log each, all of them stopped at the end."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

_PATIENCE = 15.0  # seconds until a process that was told to stop is killed


class ProcessDied(Exception):
    """A process of the demo ended by itself; the text says which, and how it went."""


class Child:
    """One process and, below it, its own children: they are stopped together."""

    # A pipe that nobody reads would stop the process once it is full.
    _pipe: int | None = None

    def __init__(
        self, name: str, *, module: str, arguments: list[str], env: Mapping[str, str], log: Path
    ) -> None:
        self.name, self._log = name, log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 -- our own words only
                [sys.executable, "-m", module, *arguments],
                stdin=self._pipe or subprocess.DEVNULL,
                stdout=self._pipe or errors,
                stderr=errors,
                env=dict(env),
                # Ctrl-C is for the demo, which stops them in order.
                start_new_session=True,
                text=True,
            )

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def death(self) -> ProcessDied:
        """What to raise when it is gone, with the last words of its log."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        words = self._log.read_text(errors="replace").strip().splitlines()[-12:]
        lines = "".join(f"\n  {line}" for line in words)
        return ProcessDied(f"{self.name} ended by itself ({self._process.poll()}).{lines}")

    def tell_to_stop(self) -> None:
        if not self.has_ended:
            self._process.send_signal(signal.SIGTERM)

    def wait_until_gone(self) -> None:
        """Politely, then by force, the whole group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=_PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()


class Talker(Child):
    """A process that says lines, and may be asked."""

    _pipe = subprocess.PIPE

    def read_line(self) -> str:
        """The next line it prints. Raises ProcessDied."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self.death()
        return line

    def ask(self, **command: object) -> Any:
        """One command as a line of JSON, one answer. Raises ProcessDied."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self.death() from None
        return json.loads(self.read_line())


class Troupe:
    """All processes of one demo. Leaving it stops every one, the last started first."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._children: list[Child] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(
        self, name: str, *, module: str, arguments: list[str], env: Mapping[str, str]
    ) -> Child:
        """Begin a process; what it says goes to a log of its name."""
        log = self._logs / f"{name}.log"
        child = Child(name, module=module, arguments=arguments, env=env, log=log)
        self._children.append(child)
        return child

    def converse(
        self, name: str, *, module: str, arguments: list[str], env: Mapping[str, str]
    ) -> Talker:
        """Begin a process that answers on its standard output."""
        log = self._logs / f"{name}.log"
        talker = Talker(name, module=module, arguments=arguments, env=env, log=log)
        self._children.append(talker)
        return talker

    def first_ended(self) -> Child | None:
        """A process that ended by itself, if one did."""
        return next((child for child in self._children if child.has_ended), None)

    def __enter__(self) -> "Troupe":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        # Nothing may come in between: a second Ctrl-C would leave processes behind.
        held = {n: signal.signal(n, signal.SIG_IGN) for n in (signal.SIGINT, signal.SIGTERM)}
        for child in reversed(self._children):
            child.tell_to_stop()
        for child in reversed(self._children):
            child.wait_until_gone()
        for number, handler in held.items():
            signal.signal(number, handler)


class PortTaken(Exception):
    """Somebody listens there already."""


def free_port(wanted: int | None) -> int:
    """The port wanted, else 8000 or any free one. Raises PortTaken for one that is in use."""
    for port in (wanted,) if wanted is not None else (8000, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise PortTaken(f"Port {wanted} is in use. Choose another with --port.")
