"""Whole installations for nights that are played outside the suite, each with a database of its
own on the server that DATABASE_URL names, or on SQLite."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.proxy import DatabaseDoor
from tests.journeys.stage import Stage
from tests.journeys.tables import own_database, share_tables

_SETTINGS = {"COUNTIN_LOG_LEVEL": "info"}


@contextmanager
def night_stage() -> Iterator[Stage]:
    """Everything is cleared away afterwards, also when told to end."""
    with _place() as (folder, url), Stage(folder, database_url=url, settings=_SETTINGS) as stage:
        yield stage


@contextmanager
def stage_behind_a_door() -> Iterator[tuple[Stage, DatabaseDoor]]:
    """Likewise, with a door between installation and PostgreSQL."""
    with (
        _place() as (folder, url),
        DatabaseDoor(url) as door,
        Stage(folder, database_url=door.url, settings=_SETTINGS) as stage,
    ):
        yield stage, door


@contextmanager
def _place() -> Iterator[tuple[Path, str]]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    share_tables()
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as folder, own_database() as url:
        yield Path(folder), url
