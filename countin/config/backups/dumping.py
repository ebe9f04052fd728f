"""A database as a file, while others go on writing; and back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

_PAGES_AT_ONCE = 1000


class NotDumped(Exception):
    """Nothing is there, or PostgreSQL's program is missing or says no; with the next step."""


def kind_of_database() -> str:
    """sqlite or postgresql."""
    return connection.vendor


def dump_database(into: Path) -> None:
    """As it is at one moment. Raises NotDumped."""
    if connection.vendor == "sqlite":
        source = Path(connection.settings_dict["NAME"])
        if not source.is_file():
            raise NotDumped(f"There is no database in {source.parent} yet: nothing to back up.")
        _copy_sqlite(source, into=into)
    else:
        _run("pg_dump", "--format=custom", f"--file={into}")


def load_database(file: Path) -> None:
    """Put it in place of an empty one. Nothing else may use the database. Raises NotDumped."""
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        _copy_sqlite(file, into=Path(name))
    else:
        options = ("--no-owner", "--clean", "--if-exists", "--single-transaction")
        _run("pg_restore", *options, f"--dbname={name}", str(file))


def _copy_sqlite(source: Path, *, into: Path) -> None:
    # SQLite's own way: pages written meanwhile are copied again until the copy is of one moment.
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(into)) as new,
    ):
        old.backup(new, pages=_PAGES_AT_ONCE, sleep=0.01)
        new.execute("PRAGMA journal_mode=DELETE")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotDumped(
            f"{program} is missing here. Install PostgreSQL's programs, of the server's version "
            "or newer: apt-get install postgresql-client"
        )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [found, *arguments],
        env={**os.environ, **_access(connection.settings_dict)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotDumped(
            f"{program} could not do it ({said[0] if said else done.returncode}). See that its "
            "version is the server's or newer, and that DATABASE_URL is right."
        )


def _access(database: Mapping[str, Any]) -> dict[str, str]:
    # By the environment: a password on a command line is there for every process to read.
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    given = {there: str(database[here]) for here, there in names.items() if database[here]}
    return {**given, "PGDATABASE": str(database["NAME"])}
