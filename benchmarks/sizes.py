"""Nothing grows with the number of promises but the time they take: from 1,000 to a million."""

from collections.abc import Iterator

from benchmarks.worker import Line, has_postgres, played

_SIZES, _QUICK = (1_000, 10_000, 100_000, 1_000_000), (10_000,)


def measure(*, quick: bool = False) -> Iterator[object]:
    """On SQLite, and on PostgreSQL where its programs are."""
    for promises in _QUICK if quick else _SIZES:
        yield _line("SQLite", [], url="", promises=promises)
        if has_postgres():
            yield _line("PostgreSQL", ["scripts/with_postgres.sh"], url=None, promises=promises)


def _line(database: str, before: list[str], *, url: str | None, promises: int) -> Line:
    said = played("benchmarks.multitude", promises, before=before, url=url)
    share = said["last_cut"] / said["first_cut"]
    to_first, sweep = said["first_attempt"] * 1000, said["sweep"] * 1000
    figures = (
        f"{to_first:5.0f} ms to the first attempt, {sweep:4.1f} ms a sweep",
        f"the last shard found in {share:4.2f} of the first's time",
        f"{said['grown_mb']:4.1f} MB above the imports",
    )
    return Line(f"a night of {promises:,} on {database}", ", ".join(figures))
