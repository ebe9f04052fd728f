"""A real installation in a folder of its own: `python -m countin` as processes, killed at will."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_READY_WITHIN = 120.0
_OWN = ("COUNTIN_", "DATABASE_URL", "DJANGO_", "PYTHONDONTWRITEBYTECODE")


class Installation:
    """The product with its own data directory, database and settings; only what is given."""

    def __init__(
        self, folder: Path, *, database_url: str = "", settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / "serve.log"
        self._served: subprocess.Popen[bytes] | None = None
        self._begun: list[subprocess.Popen[bytes]] = []
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(_OWN)}
        self.environment = inherited | {
            "COUNTIN_CONFIG": str(folder / "none.toml"),
            "COUNTIN_DATA_DIR": str(self.data_dir),
            "COUNTIN_BASE_URL": self.base_url,
            "COUNTIN_LOG_LEVEL": "debug",
            "DATABASE_URL": database_url,
            **(settings or {}),
        }

    @property
    def log(self) -> str:
        """What `serve` has said on standard error, over all its lives."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def call_itself(self, host: str) -> None:
        """By another name of this machine, before it is served."""
        self.base_url = f"http://{host}:{self.port}"
        self.environment["COUNTIN_BASE_URL"] = self.base_url

    def serve(self) -> None:
        """Start `countin serve` and wait until it answers."""
        self.begin_to_serve()
        wait_until(self.is_healthy, within=_READY_WITHIN, told=lambda: self.log[-3000:])

    def begin_to_serve(self) -> subprocess.Popen[bytes]:
        if self._served is not None:
            self._served.wait(timeout=10)  # it was killed
        with self.log_file.open("ab") as log:
            self._served = self._start("serve", "--port", str(self.port), log=log.fileno())
        return self._served

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start another command beside it; its log is the installation's."""
        with self.log_file.open("ab") as log:
            self._begun.append(self._start(*arguments, log=log.fileno()))
        return self._begun[-1]

    def run(
        self, *arguments: str, before: Sequence[str] = (), within: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """One command to its end; `before` stands in front of it, as in `setpriv …`."""
        return subprocess.run(
            [*before, sys.executable, "-m", "countin", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )

    def ask(self, *arguments: str) -> Any:
        """A command that has to succeed, with `--json`: what it printed."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with (
            contextlib.closing(connection),
            contextlib.suppress(OSError, http.client.HTTPException),
        ):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def stop(self) -> int:
        """SIGTERM to `serve`, and wait. Gives back its exit code."""
        assert self._served is not None
        self._served.send_signal(signal.SIGTERM)
        code = self._served.wait(timeout=45)
        self._served = None
        return code

    def kill(self, role: str) -> int:
        """kill -9 of `serve`, `web` or `worker`, or of `pages`, the process below `web`.
        Returns how many were hit."""
        pids = self.processes(role)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def kill_tree(self) -> None:
        """kill -9 of everything at once, as a power cut would."""
        self.kill_serving()
        wait_until(lambda: not self.processes(), within=60)

    def kill_serving(self) -> None:
        """Likewise, of `serve` and what it looks after; what was begun beside it lives on."""
        assert self._served is not None
        os.killpg(self._served.pid, signal.SIGKILL)
        self._served.wait(timeout=10)
        wait_until(lambda: not self.processes("web"), within=60)
        self._served = None

    def processes(self, role: str = "") -> list[int]:
        """The living processes that were started here, by the word after `countin`."""
        found = dict(_started_with(f"COUNTIN_DATA_DIR={self.data_dir}"))
        if not role:
            return list(found)
        wanted = "web" if role == "pages" else role
        words = {pid: _arguments(pid) for pid in found}
        mine = [pid for pid, said in words.items() if wanted in said]
        below = [pid for pid in mine if found[pid] in mine]
        if role == "pages":
            return below
        return [pid for pid in mine if pid not in below]

    def clear_away(self) -> None:
        """Nothing of this installation stays alive."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for child in (self._served, *self._begun):
            if child is not None:
                child.wait(timeout=10)

    def _start(self, *arguments: str, log: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "countin", *arguments],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_until(
    is_true: Callable[[], object],
    *,
    within: float,
    every: float = 0.1,
    told: Callable[[], object] = lambda: "",
) -> None:
    """Look again and again. Raises AssertionError with what `told` says when it takes longer."""
    ends = time.monotonic() + within
    while not is_true():
        assert time.monotonic() < ends, f"not within {within} s. {told()}"
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _started_with(setting: str) -> Iterator[tuple[int, int]]:
    """Process and parent, of those whose environment holds the setting."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            if entry.name.isdigit() and setting.encode() in (entry / "environ").read_bytes().split(
                b"\0"
            ):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                if after_name[0] != "Z":
                    yield int(entry.name), int(after_name[1])


def _arguments(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    return []
