"""Tables made once a run, and copied for every stage and every process of the suite: making them
takes many seconds of a core, the same each time. That an installation makes its own is tested
where none are brought along."""

import atexit
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from tests.journeys.installation import Installation

_FILE = "countin.sqlite3"
_SHARED = "COUNTIN_TEST_TABLES"


def share_tables() -> None:
    """To be called before a run's processes begin: all of them copy what the first one made."""
    if _SHARED not in os.environ:
        os.environ[_SHARED] = tempfile.mkdtemp(prefix="countin-tables-")
        atexit.register(_clear_away, _shared_folder())


@contextmanager
def own_database() -> Iterator[str]:
    """DATABASE_URL for an installation of its own: an empty database on the server that this
    process's DATABASE_URL names, an empty text on SQLite (the file is in the data directory)."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"own_{secrets.token_hex(6)}"
    _tell(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    _tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def bring_tables(product: Installation, *, database_url: str) -> None:
    """Give an installation that has not run yet its empty tables. `database_url` may lead through
    a door of a test's own; the server's is in DATABASE_URL."""
    if database_url:
        name = urlsplit(database_url).path.lstrip("/")
        _tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        copying = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        _tell(copying.format(sql.Identifier(name), sql.Identifier(_made_on_server())))
    elif not (product.data_dir / _FILE).exists():
        product.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(_made_file(), product.data_dir / _FILE)


def bring_tables_to_tests() -> None:
    """Let the database that Django makes for tests begin as a copy."""
    test = settings.DATABASES["default"]["TEST"]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        shutil.copy(_made_file(), test["NAME"])
    else:
        test["TEMPLATE"] = _made_on_server()


def _made_file() -> Path:
    def make() -> str:
        product = Installation(_shared_folder())
        _make(product)
        assert [path.name for path in product.data_dir.glob(f"{_FILE}*")] == [_FILE]
        return str(product.data_dir / _FILE)

    return Path(_made_once("file", make))


def _made_on_server() -> str:
    def make() -> str:
        name = f"tables_{secrets.token_hex(6)}"
        _tell(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        _make(Installation(_shared_folder(), database_url=url))
        return name

    return _made_once("server", make)


def _made_once(kind: str, make: Callable[[], str]) -> str:
    """What the first process made; the others wait for it."""
    kept = _shared_folder() / kind
    with (_shared_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(make())
    return kept.read_text()


def _make(product: Installation) -> None:
    done = product.run("campaign", "list", within=110)
    assert done.returncode == 0, done.stderr


def _shared_folder() -> Path:
    return Path(os.environ[_SHARED])


def _clear_away(folder: Path) -> None:
    on_server = folder / "server"
    if on_server.exists():
        name = sql.Identifier(on_server.read_text())
        _tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    shutil.rmtree(folder)


def _tell(statement: sql.Composed) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)
