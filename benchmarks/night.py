"""What one worker process does on a release night, in a database of its own. Run as a program:
`python -m benchmarks.night PROMISES` prints one JSON object; DATABASE_URL chooses PostgreSQL.

The fans are brought in by another process, so that what they take isn't counted as ours.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

_ROUND = 1500


def main(promises: int) -> None:
    """Prints processor seconds of this process: ours and the bare loop's, for the same calls."""
    from benchmarks.race import race, secure_service  # noqa: PLC0415 - no part of what is measured
    from benchmarks.standing_in import service  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory(prefix="countin-bench-") as folder,
        service() as address,
        secure_service(Path(folder)) as slow,
    ):
        settle_in(folder)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.crowd", str(promises)], check=True, timeout=7200
        )
        django.setup()
        from benchmarks.keeper import SHARD_SIZE  # noqa: PLC0415 - after Django's set-up

        told = _play(promises - SHARD_SIZE, address=address)
        print(json.dumps(told | race(slow)))


def settle_in(folder: str) -> None:
    """An installation of its own, also for the processes that this one starts."""
    from countin.vault.keys import make_keypair  # noqa: PLC0415 - no part of what is measured

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "countin.config.settings",
        "COUNTIN_DATA_DIR": str(Path(folder) / "data"),
        "COUNTIN_CONFIG": str(Path(folder) / "none"),
        "COUNTIN_LOG_LEVEL": "WARNING",
        "COUNTIN_BENCH_KEY": make_keypair()[0].as_text(),
    }


def _play(promises: int, *, address: str) -> dict[str, Any]:
    from benchmarks.bare import BareLoop  # noqa: PLC0415 - after Django's set-up
    from benchmarks.keeper import SHARD_SIZE, Keeper  # noqa: PLC0415
    from benchmarks.standing_in import calls_at  # noqa: PLC0415

    keeper, bare_loop = Keeper(address), BareLoop(address)
    started_with = memory_in_mb()
    ahead = _seconds_of(keeper.seal_ahead)
    first_call, first_cut = keeper.seconds_to_first_call(), keeper.seconds_to_cut()
    bare_loop.ask(times=100)
    untimed, calls, bare, ours = keeper.kept, calls_at(address), 0.0, 0.0
    # In turns, so that whatever disturbs the machine disturbs both.
    while (left := promises - SHARD_SIZE - keeper.kept) > 0:
        before = keeper.kept
        ours += _seconds_of(partial(keeper.keep, most=min(left, _ROUND)))
        bare += _seconds_of(partial(bare_loop.ask, times=keeper.kept - before))
        _tell(f"{keeper.kept:,} of {promises:,} promises")
    timed = keeper.kept - untimed
    asked = [now - then for now, then in zip(calls_at(address), calls, strict=True)]
    assert asked == [2 * timed, 2 * timed], f"not the same calls: {asked} for {timed}"
    last_cut = keeper.seconds_to_cut()
    keeper.keep(most=SHARD_SIZE)
    bare_loop.close()
    memory = memory_in_mb()
    return {
        "bare": bare,
        "ours": ours,
        "timed": timed,
        "ahead": ahead / (promises + SHARD_SIZE),
        "first_call": first_call,
        "first_cut": first_cut,
        "last_cut": last_cut,
        "memory_mb": memory,
        "grown_mb": memory - started_with,
    }


def _seconds_of(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def memory_in_mb() -> float:
    """The most that this program ever held, in MB. Of it alone: what `getrusage` tells begins with
    what its parent held before it became this program."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
