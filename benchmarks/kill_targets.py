"""What is killed, always by kill -9: workers, pages, web, everything at once, the database."""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.journeys.installation import wait_until
from tests.journeys.stage import Stage

# Seconds. Whoever is looked for in /proc costs a look at every process of the machine.
_WITHIN, _LOOKS_EVERY = 600.0, 0.2


class Targets:
    """The processes of one installation, on PostgreSQL with a second worker and a server of our
    own; each kill is counted by what it hit."""

    def __init__(self, stage: Stage, *, chance: random.Random, database: "Database | None") -> None:
        self._stage, self._chance, self._database = stage, chance, database
        self._second: subprocess.Popen[bytes] | None = None
        self.hits: Counter[str] = Counter()
        # How often a worker may have lost what it was asking for just then.
        self.interruptions = 0
        if database:
            self._second = stage.product.begin("worker")

    def kill_one(self) -> str:
        """Whatever chance picks; says what."""
        kills: dict[str, tuple[int, Callable[[], None]]] = {
            "a worker": (5, self._kill_worker),
            "the pages": (2, self._kill_pages),
            "web and worker": (1, self._kill_web_and_worker),
            "the whole tree": (2, self._kill_tree),
        }
        if self._database:
            kills |= {
                "the database server": (2, self._kill_database),
                "a connection's process": (1, self._kill_backend),
            }
        name = self._chance.choices(list(kills), weights=[w for w, _kill in kills.values()])[0]
        kills[name][1]()
        self.hits[name] += 1
        return name

    def mend(self) -> None:
        """Whatever nobody else starts again."""
        if self._second and self._second.poll() is not None:
            self._second = self._stage.product.begin("worker")

    def _kill_worker(self) -> None:
        self.interruptions += 1
        os.kill(self._living("worker"), signal.SIGKILL)

    def _kill_pages(self) -> None:
        os.kill(self._living("pages"), signal.SIGKILL)

    def _kill_web_and_worker(self) -> None:
        os.kill(self._living("web"), signal.SIGKILL)
        self._kill_worker()

    def _kill_tree(self) -> None:
        self.interruptions += 1
        self._stage.product.kill_serving()
        self._stage.product.begin_to_serve()

    def _living(self, role: str) -> int:
        """One that is there, or that is there again after the kill before."""
        found: list[int] = []

        def is_there() -> bool:
            found[:] = self._stage.product.processes(role)
            return bool(found)

        wait_until(is_there, within=_WITHIN, every=_LOOKS_EVERY)
        return self._chance.choice(found)

    def _kill_database(self) -> None:
        assert self._database
        self.interruptions += len(self._stage.product.processes("worker"))
        self._database.kill()
        time.sleep(self._chance.uniform(0, 3))
        self._database.start_again()

    def _kill_backend(self) -> None:
        """The server then ends every connection by itself, and recovers."""
        assert self._database
        self.interruptions += len(self._stage.product.processes("worker"))
        self._database.kill_backend(self._chance)


class Database:
    """The server that `scripts/with_postgres.sh` started for this program."""

    def __init__(self) -> None:
        self._home = Path(os.environ["COUNTIN_POSTGRES_HOME"])
        self._program = Path(os.environ["COUNTIN_POSTGRES_PROGRAMS"]) / "pg_ctl"

    def kill(self) -> None:
        """kill -9 of the server; its children see it and go."""
        os.kill(self._pid(), signal.SIGKILL)

    def kill_backend(self, chance: random.Random) -> None:
        """kill -9 of one of its children that serves a connection."""
        server = self._pid()
        below = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        serving = [pid for pid in below if b"countin" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if serving:
            with contextlib.suppress(ProcessLookupError):  # it was about to go
                os.kill(int(chance.choice(serving)), signal.SIGKILL)

    def start_again(self) -> None:
        """With the same options; raises AssertionError where it does not come back."""
        wait_until(self._starts, within=_WITHIN, every=0.5, told=self._log)

    def _starts(self) -> bool:
        # `restart` takes the options from where the last start wrote them.
        words = [str(self._program), "restart", "--silent", "--wait", "-D", "data"]
        words += ["-l", "server.log", "-m", "immediate"]
        if os.getuid() == 0:
            words = ["runuser", "-u", self._home.joinpath("data").owner(), "--", *words]
        done = subprocess.run(words, cwd=self._home, capture_output=True, check=False)
        return done.returncode == 0

    def _pid(self) -> int:
        return int((self._home / "data/postmaster.pid").read_text().splitlines()[0])

    def _log(self) -> str:
        return (self._home / "server.log").read_text()[-2000:]
