"""Making the triggers, and the counts they begin with. Whoever changes tables calls this after."""

from django.db import connection as database
from django.db import transaction

from countin.insights.rolling.rebuilding import rebuild_tallies
from countin.insights.rolling.sources import TABLES
from countin.insights.rolling.spelling import PREFIX, TALLY, triggers_for

_ON_POSTGRESQL = (
    "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE %s "
    "AND c.relnamespace = current_schema()::regnamespace"
)
_ON_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
_FUNCTIONS = (
    "SELECT proname FROM pg_proc WHERE proname LIKE %s "
    "AND pronamespace = current_schema()::regnamespace"
)


def keep_tallies() -> bool:
    """Make the triggers where they are missing or another version's, and count anew; True where
    that was needed. Costs one look otherwise."""
    if not _has_tables():
        drop_triggers()
        return False
    if are_kept():
        return False
    with transaction.atomic():
        _drop_triggers()
        with database.cursor() as cursor:
            for statements in triggers_for(database.vendor).values():
                for statement in statements:
                    cursor.execute(statement)
    # Afterwards, so that nothing falls between: from here on every change is told.
    rebuild_tallies()
    return True


def are_kept() -> bool:
    """Every trigger is there, and no other."""
    return set(_standing()) == set(triggers_for(database.vendor))


def drop_triggers() -> None:
    """Before tables are changed: SQLite copies a table to change it, and refuses to while a
    trigger speaks of it."""
    with transaction.atomic():
        _drop_triggers()


def _standing() -> dict[str, str]:
    found = _ON_POSTGRESQL if database.vendor == "postgresql" else _ON_SQLITE
    with database.cursor() as cursor:
        cursor.execute(found, [_like(PREFIX)])
        return dict(cursor.fetchall())


def _drop_triggers() -> None:
    standing = _standing()
    with database.cursor() as cursor:
        for name, table in standing.items():
            on = f" ON {table}" if database.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if database.vendor == "postgresql":
            cursor.execute(_FUNCTIONS, [_like(PREFIX)])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _has_tables() -> bool:
    names = set(database.introspection.table_names())
    return {TALLY, *TABLES} <= names


def _like(prefix: str) -> str:
    return prefix.replace("_", r"\_") + "%" if database.vendor == "postgresql" else f"{prefix}%"
