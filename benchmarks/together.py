"""The same promises kept by one worker and by two: whole processes of `countin worker`, which share
PostgreSQL, at a service that takes its time. Run as a program: `python -m benchmarks.together
PROMISES WORKERS` prints one JSON object; DATABASE_URL names a PostgreSQL server."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

from benchmarks.night import settle_in
from benchmarks.standing_in import calls_at, service
from benchmarks.worker import Line, has_postgres, played

# Shards of 300, so that two workers can have as many each.
_PROMISES, _QUICK = 12_000, 600
# Seconds that the service takes for an answer: so long that it is what is waited for, and not the
# processors, which all share here with the service itself.
_AS_REAL_ONES = 0.1
_WITHIN = 900.0
_TICKS = os.sysconf("SC_CLK_TCK")


def measure(*, quick: bool = False) -> Iterator[Line]:
    """On PostgreSQL alone: SQLite has one worker."""
    if not has_postgres():
        yield Line("one worker against two", "not measured: PostgreSQL is not installed here")
        return
    promises = _QUICK if quick else _PROMISES
    one, two = (
        played("benchmarks.together", promises, workers, before=["scripts/with_postgres.sh"])
        for workers in (1, 2)
    )
    share = one["seconds"] / two["seconds"]
    yield Line("two workers as fast as one, each answer taking 100 ms", f"{share:5.2f} times")
    yield Line(f"  {promises:,} promises", f"{one['seconds']:5.1f} s and {two['seconds']:.1f} s")
    more = two["processor"] / one["processor"]
    yield Line("  processor time of all workers, against one", f"{more:5.2f} times as much")


def main(promises: int, *, workers: int) -> None:
    """Prints seconds by the clock, and processor seconds of all workers."""
    with (
        tempfile.TemporaryDirectory(prefix="countin-bench-") as folder,
        service(seconds=_AS_REAL_ONES) as address,
    ):
        settle_in(folder)
        crowd = [sys.executable, "-m", "benchmarks.crowd", str(promises)]
        subprocess.run(crowd, check=True, timeout=7200)
        django.setup()
        with contextlib.ExitStack() as stack:
            started = [_start_worker(address, folder=folder, stack=stack) for _ in range(workers)]
            print(json.dumps(_play(started)))
        refreshes, saves = calls_at(address)
        # A worker may ask for the app's own token as well.
        is_as_promised = saves == promises <= refreshes <= promises + workers
        assert is_as_promised, f"not the same calls: {refreshes}, {saves}"


def _play(workers: list[subprocess.Popen[bytes]]) -> dict[str, Any]:
    from benchmarks.keeper import let_out  # noqa: PLC0415 - after Django's set-up
    from countin.config.shard_queue import ShardQueue  # noqa: PLC0415
    from countin.presaves.models import PreSave  # noqa: PLC0415

    _wait_until(lambda: ShardQueue().workers() == len(workers))
    before, start = _processor_seconds(workers), time.perf_counter()
    let_out()
    _wait_until(lambda: not PreSave.objects.filter(state="promised").exists())
    return {
        "seconds": time.perf_counter() - start,
        "processor": _processor_seconds(workers) - before,
    }


def _start_worker(
    address: str, *, folder: str, stack: contextlib.ExitStack
) -> subprocess.Popen[bytes]:
    key = os.environ["COUNTIN_BENCH_KEY"]
    log = stack.enter_context((Path(folder) / "workers.log").open("ab"))
    settings = {
        "COUNTIN_VAULT_PRIVATE_KEY": key,
        "COUNTIN_SPOTIFY_CLIENT_ID": "c" * 32,
        "COUNTIN_SPOTIFY_CLIENT_SECRET": "s" * 32,
        "COUNTIN_SPOTIFY_QUOTA": "extended",
        "COUNTIN_SPOTIFY_ACCOUNTS_URL": address,
        "COUNTIN_SPOTIFY_API_URL": f"{address}/v1",
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "countin", "worker"],
        env=os.environ | settings,
        stdout=log,
        stderr=log,
    )
    stack.callback(_stop, worker)
    return worker


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    worker.wait(timeout=60)


def _processor_seconds(workers: list[subprocess.Popen[bytes]]) -> float:
    stats = [Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2] for one in workers]
    return sum(sum(map(int, stat.split()[11:13])) for stat in stats) / _TICKS


def _wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + _WITHIN
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError("The workers did not come to an end.")
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]), workers=int(sys.argv[2]))
