"""A dumped database put in place of an empty one, where nothing is done before the word.

Whenever this is cut short, what is there stands still, or holds nobody's promise: a worker finds
the row that holds it back no later than the first promise.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from countin.config.backups.dumping import (
    NotDumped,
    address_of_database,
    copy_sqlite,
    run_program,
)
from countin.workspaces.models import Standstill
from countin.workspaces.standstill import begin_standstill

_STANDSTILL = Standstill._meta.db_table
# Names as PostgreSQL quotes them, in this order: a table is also a type.
_OF_THE_QUEUE = {
    "TABLE": r"SELECT oid::regclass FROM pg_class WHERE relkind = 'r' "
    r"AND relname LIKE 'procrastinate\_%' AND relnamespace = current_schema()::regnamespace",
    "FUNCTION": r"SELECT oid::regprocedure FROM pg_proc "
    r"WHERE (proname LIKE 'procrastinate\_%' OR proname LIKE 'insights\_tally\_%') "
    r"AND pronamespace = current_schema()::regnamespace",
    "TYPE": r"SELECT oid::regtype FROM pg_type WHERE typtype IN ('c', 'e') "
    r"AND typname LIKE 'procrastinate\_%' AND typnamespace = current_schema()::regnamespace",
}


def load_database(file: Path, *, because: str, now: datetime) -> None:
    """Put it in place of an empty one, standing still. Raises NotDumped."""
    if connection.vendor == "sqlite":
        _load_sqlite(file, because=because, now=now)
    else:
        _load_postgresql(file, because=because, now=now)


def _load_sqlite(file: Path, *, because: str, now: datetime) -> None:
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    try:
        with closing(sqlite3.connect(file)) as copy, copy:
            copy.execute(
                f"INSERT OR IGNORE INTO {_STANDSTILL} (id, because, began_at) VALUES (1, ?, ?)",  # noqa: S608 - our own table
                (because, f"{now:%Y-%m-%d %H:%M:%S}"),
            )
        copy_sqlite(file, into=place)
    except sqlite3.Error as error:
        raise NotDumped(
            f"The database could not be put in place ({error}). Stop everything that uses it, "
            "see that the disk has room, and restore again."
        ) from error


def _load_postgresql(file: Path, *, because: str, now: datetime) -> None:
    listed = run_program("pg_restore", "--list", str(file)).splitlines(keepends=True)
    entries = [line for line in listed if line.strip() and not line.startswith(";")]
    first = [line for line in entries if _STANDSTILL in line]
    _drop_empty_tables()
    _restore(file, entries=first)
    begin_standstill(because=because, now=now)
    _restore(file, entries=[line for line in entries if line not in first])


def _drop_empty_tables() -> None:
    """Those that a first command made here, perhaps of a newer version than the backup's."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        for name in [*names, "django_migrations"]:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
        # The queue's tables are not Django's to drop, and bring functions and types with them.
        for kind, found in _OF_THE_QUEUE.items():
            cursor.execute(found)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP {kind} IF EXISTS {name} CASCADE")


def _restore(file: Path, *, entries: list[str]) -> None:
    chosen = file.with_name("entries")
    chosen.write_text("".join(entries))
    options = ("--no-owner", "--single-transaction", f"--use-list={chosen}")
    run_program("pg_restore", *options, address_of_database(), str(file))
