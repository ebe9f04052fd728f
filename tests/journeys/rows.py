"""A look into an installation's database from beside it. A command that says the same takes most
of a second of a core each time, and nights are waited for in dozens of looks."""

import sqlite3
import time
from contextlib import closing
from typing import Any

import psycopg

from tests.journeys.installation import Installation

_RECOVERS_WITHIN = 60.0
_ON_THEIR_WAY = (
    "SELECT count(*) FROM presaves_presave p JOIN campaigns_campaign c ON c.id = p.campaign_id "
    "WHERE c.slug = '{slug}' AND p.state = 'promised'"
)


def count_on_their_way(product: Installation, *, slug: str) -> int:
    """Promises of a campaign that are still to be kept."""
    ((waiting,),) = read_rows(_ON_THEIR_WAY.format(slug=slug), of=product)
    return int(waiting)


def read_rows(statement: str, *, of: Installation) -> list[tuple[Any, ...]]:
    """What the installation's database answers."""
    if database_url := of.environment["DATABASE_URL"]:
        return _rows_of_server(statement, database_url=database_url)
    with closing(sqlite3.connect(of.data_dir / "countin.sqlite3", timeout=60)) as embedded:
        return list(embedded.execute(statement).fetchall())


def _rows_of_server(statement: str, *, database_url: str) -> list[tuple[Any, ...]]:
    """Of one that may just have been killed, and is recovering."""
    ends = time.monotonic() + _RECOVERS_WITHIN
    while True:
        try:
            with psycopg.connect(database_url) as database:
                return list(database.execute(statement.encode()).fetchall())
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
