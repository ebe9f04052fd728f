"""Pages of the studio with a million promises beside the same pages with ten thousand.

Both workspaces lie in one database, and pages are asked for in turns; the best round of each
counts, in processor time. COUNTIN_BENCH_PROMISES and COUNTIN_BENCH_FEW make them smaller,
DATABASE_URL names a PostgreSQL.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.worker import Line, has_postgres


def measure() -> Iterator[Line]:
    """On SQLite, and on PostgreSQL where its programs are."""
    yield from _played([], database="SQLite", url="")
    if has_postgres():
        yield from _played(["scripts/with_postgres.sh"], database="PostgreSQL", url=None)


def _played(before: list[str], *, database: str, url: str | None) -> Iterator[Line]:
    environment = dict(os.environ)
    if url is not None:
        environment["DATABASE_URL"] = url
    done = subprocess.run(
        [*before, sys.executable, "-m", "benchmarks.studio_pages"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"The studio's benchmark failed:\n{done.stderr[-3000:]}")
    for name, figure in json.loads(done.stdout.splitlines()[-1]):
        yield Line(f"{database}: {name}", figure)
