"""What one worker process does on a release night, in a database of its own. Run as a program:
`python -m benchmarks.night PROMISES` prints one JSON object; DATABASE_URL chooses PostgreSQL."""

import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django


def main(promises: int) -> None:
    """Prints processor seconds of this process: ours and the bare loop's, for the same calls."""
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "countin.config.settings",
            "COUNTIN_DATA_DIR": str(Path(folder) / "data"),
            "COUNTIN_CONFIG": str(Path(folder) / "none"),
            "COUNTIN_LOG_LEVEL": "WARNING",
        }
        django.setup()
        from benchmarks.standing_in import service  # noqa: PLC0415 - after Django's set-up

        with service() as address:
            print(json.dumps(_play(promises, address=address)))


def _play(promises: int, *, address: str) -> dict[str, Any]:
    from benchmarks.bare import ask_bare  # noqa: PLC0415
    from benchmarks.crowd import Crowd  # noqa: PLC0415

    crowd = Crowd(promises, address=address, chance=random.Random(1))
    before = _memory()
    bare = _seconds_of(lambda: ask_bare(address, times=promises))
    first = crowd.seconds_to_cut()
    ours = _seconds_of(crowd.keep_most)
    timed = crowd.kept
    last = crowd.seconds_to_cut()
    crowd.keep_rest()
    return {
        "saved": crowd.saved(),
        "bare": bare,
        "ours": ours,
        "timed": timed,
        "first_cut": first,
        "last_cut": last,
        "grown_mb": _memory() - before,
    }


def _seconds_of(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
