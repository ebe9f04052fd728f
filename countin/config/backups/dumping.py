"""A database as a file, while others go on writing."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo


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
        try:
            copy_sqlite(source, into=into)
        except sqlite3.Error as error:
            raise NotDumped(
                f"The database could not be copied ({error}). See that there is room for it beside "
                "the backup, and try again."
            ) from error
    else:
        run_program("pg_dump", "--format=custom", f"--file={into}", address_of_database())


def copy_sqlite(source: Path, *, into: Path) -> None:
    """As it is at one moment, whoever writes meanwhile; all of it or nothing."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(into)) as new,
    ):
        # In one step: in WAL mode it holds up no writer, and between two steps any write would
        # start the copy anew (246 MB against 20 commits a second: never done, 0.8 s in one).
        old.backup(new, pages=-1)
        new.execute("PRAGMA journal_mode=DELETE")


def run_program(program: str, *arguments: str) -> str:
    """What one of PostgreSQL's own programs printed. Raises NotDumped."""
    found = shutil.which(program)
    if found is None:
        raise NotDumped(
            f"{program} is missing here. Install PostgreSQL's programs, of the server's version "
            "or newer: apt-get install postgresql-client"
        )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [found, *arguments],
        env=_environment(),
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
    return done.stdout


def address_of_database() -> str:
    """For PostgreSQL's programs, with every option of DATABASE_URL (such as `sslmode`), and
    without the password: a command line is there for every process to read."""
    database = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    given = {there: str(database[here]) for here, there in names.items() if database[here]}
    return "--dbname=" + make_conninfo(**{**given, **database["OPTIONS"]})


def _environment() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, "PGPASSWORD": password} if password else dict(os.environ)
