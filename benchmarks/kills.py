"""kill -9 again and again in the middle of a night, on each database: what was lost, what the
libraries contradict, what was asked twice. Raises AssertionError where anything was."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.worker import Line, has_postgres

_PROMISES, _KILLS, _SEED = 20_000, 110, 1


def measure() -> Iterator[Line]:
    """On SQLite, and on PostgreSQL where its programs are. Tens of minutes; progress on standard
    error."""
    yield from _lines("SQLite", _played([], DATABASE_URL=""))
    if has_postgres():
        said = _played(["scripts/with_postgres.sh"], COUNTIN_POSTGRES_LASTS="yes")
        yield from _lines("PostgreSQL", said)
    else:
        yield Line("kills on PostgreSQL", "not measured: PostgreSQL is not installed here")


def _lines(database: str, said: dict[str, Any]) -> Iterator[Line]:
    judge(said)
    kills = sum(said["kills"].values())
    yield Line(f"kills in a night on {database}", f"{kills:,} in {said['seconds'] / 60:.0f} min")
    for what, times in sorted(said["kills"].items()):
        yield Line(f"  of {what}", f"{times:,}")
    yield Line("promises, all saved, all in the libraries", f"{said['promises']:,}")
    again, most = said["writes_again"], said["at_most_again"]
    yield Line(
        "saves asked for again", f"{again:,} (at most {most:,}), {said['most_writes']} a fan"
    )
    yield Line("fans who came meanwhile, none told wrongly", f"{said['passers']:,}")


def judge(said: dict[str, Any]) -> None:
    """Nothing lost, nothing contradicted, each promise moved once, no more asked again than was
    under way. Raises AssertionError with all that was found."""
    assert said["saved"] == said["in_libraries"] == said["promises"], said
    assert said["moves"] == said["moved"] == said["promises"], said
    assert (said["contradicted"], said["complaints"]) == (0, {}), said
    assert said["writes_again"] <= said["at_most_again"], said
    assert (said["grants_kept"], said["passers"] > 0) == (0, True), said


def _played(before: Sequence[str], **settings: str) -> dict[str, Any]:
    words = [str(_PROMISES), str(_KILLS), str(_SEED)]
    done = subprocess.run(
        [*before, sys.executable, "-m", "benchmarks.kill_night", *words],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit("The night of kills did not come to its end: see above.")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said
