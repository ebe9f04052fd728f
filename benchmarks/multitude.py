"""What stays the same for a worker however many promises there are. Run as a program:
`python -m benchmarks.multitude PROMISES` prints one JSON object; DATABASE_URL chooses PostgreSQL.

Of many promises a part is kept in fact, from the beginning and from the end; what lies between is
called saved by one statement, as if it had been.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks.night import memory_in_mb, settle_in
from benchmarks.standing_in import service

_KEPT = 1800


def main(promises: int) -> None:
    """Prints seconds and megabytes of this process."""
    kept = min(_KEPT, promises)
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as folder, service() as address:
        settle_in(folder)
        crowd = [sys.executable, "-m", "benchmarks.crowd", str(kept), str(promises - kept)]
        subprocess.run(crowd, check=True, timeout=7200)
        django.setup()
        print(json.dumps({"promises": promises, **_play(kept, address=address)}))


def _play(kept: int, *, address: str) -> dict[str, Any]:
    from benchmarks.keeper import SHARD_SIZE, Keeper  # noqa: PLC0415 - after Django's set-up

    keeper = Keeper(address)
    started_with = memory_in_mb()
    first_attempt = keeper.seconds_to_first_attempt()
    sweep, first_cut = _best(keeper.sweep), keeper.seconds_to_cut()
    keeper.keep(most=kept // 2 - SHARD_SIZE)
    half_way = memory_in_mb()
    keeper.call_the_middle_saved(but_the_last=kept // 2)
    last_cut = keeper.seconds_to_cut()
    keeper.keep(most=kept)
    assert keeper.left() == 0, "promises were left"
    return {
        "first_attempt": first_attempt,
        "sweep": sweep,
        "first_cut": first_cut,
        "last_cut": last_cut,
        "grown_mb": max(half_way, memory_in_mb()) - started_with,
        "memory_mb": memory_in_mb(),
    }


def _best(work: Callable[[], object]) -> float:
    """Processor seconds, of several."""
    seconds = []
    for _ in range(10):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
