"""Which database the tests run on: COUNTIN_TEST_DATABASE=sqlite (the default) or postgres.

A pytest plugin named in pyproject.toml. It is loaded before Django reads its settings and gives
each process an installation of its own: nothing of the developer's environment, of their
countin.toml or of their data directory reaches a test. For PostgreSQL, DATABASE_URL names a
server on which databases may be made (`scripts/with_postgres.sh` starts one).
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.tables import own_database as own_database
from tests.journeys.tables import share_tables

DATABASE = os.environ.get("COUNTIN_TEST_DATABASE", "sqlite")
_TESTS = Path(__file__).parent
_LONG_ROOMS = {"faults", "stories", "journeys", "browser"}
# Doors ask by the verbs of the rooms below, which are tested on both databases. On PostgreSQL these
# ways alone are walked again: those on which rows are made, changed and taken away.
_DOORS = {
    "pages": (
        *("test_connecting", "test_returning", "test_reminding", "test_lists", "test_standing"),
        *("test_own_page", "test_put_right", "test_mails", "test_push", "test_canaries"),
        *("test_borrowed_phone", "test_metrics", "test_release_day"),
    ),
    "studio": ("test_making", "test_fans"),
    "api": ("test_campaigns", "test_numbers"),
}
# Nothing here is asked of PostgreSQL, so nothing here is read for it. Looked after on SQLite.
_WITHOUT_DATABASE = {
    *("authenticity", "browser", "elsewhere", "planning", "providers", "simulator"),
    *("statistics", "vault"),
}
# In these rooms whole processes run against the real clock. What was waited for in vain, on a
# machine that was late, is waited for once more, and named in the closing lines; a wrong answer
# never gets a second chance.
_IN_VAIN = [r"within \d", "Timeout", "this machine takes longer"]
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "own_database_url"}


def _make_installation() -> None:
    server = os.environ.get("DATABASE_URL", "")
    if DATABASE not in ("sqlite", "postgres"):
        raise pytest.UsageError("COUNTIN_TEST_DATABASE must be sqlite or postgres.")
    if DATABASE == "postgres" and not server:
        raise pytest.UsageError("DATABASE_URL is missing: use scripts/with_postgres.sh.")
    for name in list(os.environ):
        if name.startswith("COUNTIN_") and not name.startswith("COUNTIN_TEST_"):
            del os.environ[name]
    os.environ["DATABASE_URL"] = server if DATABASE == "postgres" else ""
    home = Path(tempfile.mkdtemp(prefix="countin-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["COUNTIN_DATA_DIR"] = str(home / "data")
    os.environ["COUNTIN_CONFIG"] = str(home / "countin.toml")
    # So that its app is there for the tests of it; tests/conftest.py lets nobody in by it.
    os.environ["COUNTIN_OIDC_SERVER_URL"] = "http://127.0.0.1:9"
    os.environ |= {"COUNTIN_OIDC_CLIENT_ID": "none", "COUNTIN_OIDC_CLIENT_SECRET": "none"}


# At import: pytest-django reads the settings in the first hook there is.
_make_installation()
share_tables()


def pytest_report_header() -> str:
    return f"database: {DATABASE}"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Reading all tests takes each process ten seconds: on PostgreSQL only those that may run."""
    room, is_test = _room_of(collection_path), collection_path.name.startswith("test_")
    return (
        True if DATABASE == "postgres" and is_test and _is_left_out(room, collection_path) else None
    )


def _room_of(path: Path) -> str:
    """The folder in `tests/`, however deep in it the file lies."""
    below = path.relative_to(_TESTS).parts if path.is_relative_to(_TESTS) else ()
    return below[0] if below else ""


def _is_left_out(room: str, path: Path) -> bool:
    return room in _WITHOUT_DATABASE or path.stem not in _DOORS.get(room, (path.stem,))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what uses a database; everywhere without the other one's own tests.
    Rooms whose tests wait for whole nights come first, so that none of them is the last."""
    items.sort(key=lambda item: _room_of(item.path) not in _LONG_ROOMS)
    for item in items:
        if _room_of(item.path) in _LONG_ROOMS:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=_IN_VAIN))
    forgotten = [item.nodeid for item in items if _is_forgotten(item)]
    if forgotten:
        raise pytest.UsageError(f"Take the room out of _WITHOUT_DATABASE: {forgotten[0]}")
    others = [item for item in items if not _belongs_here(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if _belongs_here(item)]


def _belongs_here(item: pytest.Item) -> bool:
    if DATABASE == "sqlite":
        return item.get_closest_marker("postgres") is None
    return _is_for_postgres(item)


def _is_for_postgres(item: pytest.Item) -> bool:
    is_for_both = not any(item.get_closest_marker(name) for name in ("sqlite", "once"))
    return is_for_both and _uses_database(item)


def _is_forgotten(item: pytest.Item) -> bool:
    return _room_of(item.path) in _WITHOUT_DATABASE and _is_for_postgres(item)


def _uses_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database", "postgres"))
    return marked or bool(_DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture
def own_database_url() -> Iterator[str]:
    """DATABASE_URL for an installation that a test starts itself."""
    with own_database() as url:
        yield url
