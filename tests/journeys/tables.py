"""Tables made once, and copied for every stage: making them takes many seconds of a core, the same
each time. That an installation makes its own is tested where none are brought along."""

import atexit
import functools
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.journeys.installation import Installation

_FILE = "countin.sqlite3"


def bring_tables(product: Installation, *, database_url: str) -> None:
    """Give an installation that has not run yet its empty tables. `database_url` may lead through
    a door of a test's own; the server's is in DATABASE_URL."""
    if database_url:
        name = urlsplit(database_url).path.lstrip("/")
        _tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        _copy(_made_on_server(), name=name)
    elif not (product.data_dir / _FILE).exists():
        product.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(_made_file(), product.data_dir / _FILE)


@functools.cache
def _made_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="countin-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    product = Installation(folder)
    _make(product)
    assert [path.name for path in product.data_dir.glob(f"{_FILE}*")] == [_FILE]
    return product.data_dir / _FILE


@functools.cache
def _made_on_server() -> str:
    name = f"tables_{secrets.token_hex(6)}"
    _tell(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with tempfile.TemporaryDirectory(prefix="countin-tables-") as folder:
        _make(Installation(Path(folder), database_url=url))
    return name


def _make(product: Installation) -> None:
    done = product.run("campaign", "list", within=110)
    assert done.returncode == 0, done.stderr


def _copy(template: str, *, name: str) -> None:
    copying = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _tell(copying.format(sql.Identifier(name), sql.Identifier(template)))


def _tell(statement: sql.Composed) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)
