"""Counting anew, comparing with the rows, folding what was appended."""

from typing import NamedTuple

from django.db import OperationalError, transaction
from django.db import connection as database

from countin.insights.rolling.spelling import TALLY, count_all_rows

_TRIES = 5
_FOLDED_AT_ONCE = 20_000
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_REBUILD = (
    f"DELETE FROM {TALLY}",  # noqa: S608 - our own names, here and below
    f"INSERT INTO {TALLY} (kind, about, cell, how_many, is_new) "  # noqa: S608
    f"SELECT kind, about, cell, how_many, FALSE FROM ({count_all_rows()}) counted",
)
_DIFFERENCES = f"""
    SELECT kind, about, cell, SUM(kept), SUM(counted) FROM (
        SELECT kind, about, cell, how_many AS kept, 0 AS counted FROM {TALLY}
        UNION ALL
        SELECT kind, about, cell, 0, how_many FROM ({count_all_rows()}) brute
    ) both_of_them GROUP BY kind, about, cell HAVING SUM(kept) <> SUM(counted)
    ORDER BY 1, 2, 3
"""  # noqa: S608
_FOLD = f"""
    WITH fresh AS (SELECT id, about, kind, cell FROM {TALLY} WHERE is_new ORDER BY id LIMIT %s),
    cells AS (SELECT DISTINCT about, kind, cell FROM fresh),
    gone AS (
        DELETE FROM {TALLY} t USING cells c
        WHERE t.about = c.about AND t.kind = c.kind AND t.cell = c.cell
        RETURNING t.about, t.kind, t.cell, t.how_many
    )
    INSERT INTO {TALLY} (about, kind, cell, how_many, is_new)
    SELECT about, kind, cell, SUM(how_many), FALSE FROM gone
    GROUP BY about, kind, cell HAVING SUM(how_many) <> 0
"""  # noqa: S608


class Difference(NamedTuple):
    """A cell whose kept count is not what the rows say."""

    kind: str
    about: int
    cell: str
    kept: int
    counted: int


def rebuild_tallies() -> None:
    """Count everything anew, while others go on writing: what they change after the moment at
    which this looks is appended, and not among what it replaces."""
    for left in reversed(range(_TRIES)):
        try:
            _rebuild_once()
        except OperationalError:  # somebody folded meanwhile
            if not left:
                raise
        else:
            return


def find_differences() -> list[Difference]:
    """Kept counts that differ from the rows, both as of one moment. Reads every row."""
    with database.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [
            Difference(kind, about, cell, int(kept), int(counted))
            for kind, about, cell, kept, counted in cursor.fetchall()
        ]


def fold_tallies() -> int:
    """What PostgreSQL appended becomes one row a cell again; how many rows were new. Whoever reads
    meanwhile sees all of it before, or all of it after."""
    if database.vendor != "postgresql":
        return 0
    with database.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TALLY} WHERE is_new")  # noqa: S608 - our own names
        fresh = int(cursor.fetchone()[0])
        if fresh:
            cursor.execute(_FOLD, [_FOLDED_AT_ONCE])
    return min(fresh, _FOLDED_AT_ONCE)


def _rebuild_once() -> None:
    begins = not database.in_atomic_block
    with transaction.atomic(), database.cursor() as cursor:
        if begins and database.vendor == "postgresql":
            cursor.execute(_SNAPSHOT)
        for statement in _REBUILD:
            cursor.execute(statement)
