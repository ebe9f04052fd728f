"""The audit log is closed in the database itself: whatever speaks with it adds entries, and none is
changed or deleted. Whoever may alter its tables could still take these triggers away."""

from typing import Final

from django.db import connection as database

from countin.workspaces.models import AuditEntry

_TABLE: Final = AuditEntry._meta.db_table
_WORDS: Final = "the audit log is only ever added to"
_ON_SQLITE: Final = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_log_closed_{what.lower()} BEFORE {what} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for what in ("UPDATE", "DELETE")
)
_IS_CLOSED: Final = (
    "SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE t.tgname = 'audit_log_closed' AND t.tgenabled <> 'D' "
    "AND c.relnamespace = current_schema()::regnamespace"
)
_ON_POSTGRESQL: Final = (
    "CREATE OR REPLACE FUNCTION audit_log_closed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$",
    f"DROP TRIGGER IF EXISTS audit_log_closed ON {_TABLE}",
    f"CREATE TRIGGER audit_log_closed BEFORE UPDATE OR DELETE ON {_TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_log_closed()",
)


def close_audit_log() -> None:
    """Where it is open: after the tables were made, and after SQLite copied one to change it."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(_IS_CLOSED)
            if cursor.fetchone():
                return
        for statement in _ON_POSTGRESQL if database.vendor == "postgresql" else _ON_SQLITE:
            cursor.execute(statement)
