"""The database: SQLite in the data directory, or PostgreSQL by address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from countin.config.addresses import split_address
from countin.config.environment import BadSetting, Values

# WAL lets pages be read while the worker writes; secure_delete overwrites what is shredded.
_SQLITE_START = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA secure_delete=ON;
PRAGMA foreign_keys=ON;
"""


def make_data_dir(path: Path) -> Path:
    """The data directory, for its owner alone. Raises BadSetting where it can't be made."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"COUNTIN_DATA_DIR can't be made ({error.strerror}). Choose a directory you may write."
        ) from error
    return path


def read_database(values: Values, *, data_dir: Path) -> dict[str, Any]:
    """Django's description of the database. Raises BadSetting for an address it can't read."""
    address = values["DATABASE_URL"]
    if not address:
        return sqlite(data_dir / "countin.sqlite3")
    return _postgresql(address)


def queue_apps(database: dict[str, Any]) -> list[str]:
    """What several workers share their work through. SQLite has one worker, and no queue."""
    return ["procrastinate.contrib.django"] if "postgresql" in database["ENGINE"] else []


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite in WAL mode; a write waits up to 20 s for its turn."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_START,
        },
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _postgresql(address: str) -> dict[str, Any]:
    mend = (
        "DATABASE_URL must look like postgres://user:password@host:5432/name, "
        "with signs such as / # @ in the password written as %2F %23 %40."
    )
    parts = split_address(address, otherwise=mend)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise BadSetting(mend)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Seconds, and milliseconds: a database behind a cut line is given up, not waited for.
        "OPTIONS": {"connect_timeout": 3, "tcp_user_timeout": 5000, **options},
    }
