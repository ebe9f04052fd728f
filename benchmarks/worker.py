"""The release-day worker against a bare aiohttp loop that makes the same calls."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import Ratio

_PROMISES, _QUICK = 20_000, 2_100


@dataclass(frozen=True)
class Line:
    """A figure that is no share of a bare speed."""

    name: str
    figure: str

    def __str__(self) -> str:
        return f"{self.name:<56} {self.figure}"


def measure(*, quick: bool = False) -> Iterator[object]:
    """On SQLite, and on PostgreSQL where its programs are."""
    promises = _QUICK if quick else _PROMISES
    yield from _lines("SQLite", _played([], promises=promises, url=""))
    if has_postgres():
        said = _played(["scripts/with_postgres.sh"], promises=promises, url=None)
        yield from _lines("PostgreSQL", said)
    else:
        yield Line("the worker on PostgreSQL", "not measured: PostgreSQL is not installed here")


def has_postgres() -> bool:
    """PostgreSQL's server can be started here."""
    return bool(shutil.which("pg_ctlcluster") or shutil.which("initdb"))


def _lines(database: str, said: dict[str, Any]) -> Iterator[object]:
    yield Ratio(f"keep promises on {database}", said["bare"], said["ours"], said["timed"])
    yield Line("  sealed ahead for it, once a grant", f"{said['ahead'] * 1e6:5.0f} µs")
    yield Line("  the same over TLS, one shard", f"{said['over_tls'] * 1e6:5.0f} µs")
    yield _spotipy("as documented, a client a fan", said["documented"])
    yield _spotipy("at its best, one client for all", said["at_its_best"])
    share = said["last_cut"] / said["first_cut"]
    yield Line(f"find the last of {said['saved']:,} on {database}", f"{share:5.2f} of the first")
    yield Line("  from a sweep to its first call", f"{said['first_call'] * 1000:5.0f} ms")
    grown = f"{said['grown_mb']:5.1f} MB above {said['memory_mb'] - said['grown_mb']:.0f} MB"
    yield Line("  memory", f"{grown} after the imports")


def _spotipy(how: str, times: Sequence[float]) -> Line:
    clock, processor = times
    figure = f"{processor:5.1f} times the processor time, {clock:.1f} times by the clock"
    return Line(f"  spotipy {how}", figure)


def played(
    program: str, *numbers: int, before: Sequence[str], url: str | None = None
) -> dict[str, Any]:
    """What a program of this folder says when it is given these numbers, in a process of its own.
    `before` starts the database; `url` is its address where that is not what does."""
    environment = dict(os.environ)
    if url is not None:
        environment["DATABASE_URL"] = url
    done = subprocess.run(
        [*before, sys.executable, "-m", program, *map(str, numbers)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"The worker's benchmark failed:\n{done.stderr[-2000:]}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _played(before: Sequence[str], *, promises: int, url: str | None) -> dict[str, Any]:
    said = played("benchmarks.night", promises, before=before, url=url)
    assert said["saved"] == promises
    return said
