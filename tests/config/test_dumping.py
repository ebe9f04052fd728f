"""A copy of an SQLite database while others write: it ends, and is of one moment."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from countin.config.backups.dumping import copy_sqlite

ROWS = 4000  # of a page each


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """A database that somebody writes to without a pause: always one row in `a` and in `b`."""
    path, stopped, began = tmp_path / "100%busy?.sqlite3", threading.Event(), threading.Event()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        for table in ("filling", "a", "b"):
            database.execute(f"CREATE TABLE {table} (content)")
        database.executemany("INSERT INTO filling VALUES (?)", [("x" * 4000,)] * ROWS)

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=60)) as database:
            while not stopped.is_set():
                with database:
                    database.execute("INSERT INTO a VALUES (1)")
                    database.execute("INSERT INTO b VALUES (1)")
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait()
    yield path
    stopped.set()
    writer.join()


def _count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_copy_ends_however_much_is_written_meanwhile(busy: Path, tmp_path: Path):
    copy = tmp_path / "copy"

    copy_sqlite(busy, into=copy)

    assert _count(copy, "filling") == ROWS
    assert _count(copy, "a") == _count(copy, "b") >= 1
