"""The SQL of the triggers. Pure: nothing here asks a database.

PostgreSQL tells a statement's rows at once: each statement appends the differences, cell by cell,
and locks no row of ours, so that no two writers ever wait for each other. SQLite has one writer
and tells row by row: the cell itself is changed.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from countin.insights.models import Tally
from countin.insights.rolling.sources import SOURCES, TABLES, Source, sources_of

TALLY: Final = Tally._meta.db_table
# What every trigger and function of ours begins with.
PREFIX: Final = f"{TALLY}_"
_EVENTS: Final = ("insert", "update", "delete")


def count_rows(source: Source) -> str:
    """Every row of the table, counted: what the kept counts must equal."""
    where = f" WHERE {source.only.format(row='r')}" if source.only else ""
    return (
        f"SELECT '{source.kind}' AS kind, {source.about.format(row='r')} AS about, "  # noqa: S608 - our own names
        f"{source.cell_sql.format(row='r')} AS cell, COUNT(*) AS how_many "
        f"FROM {source.table} r{where} GROUP BY 1, 2, 3"
    )


def count_all_rows() -> str:
    """All sources, one under the other."""
    return " UNION ALL ".join(count_rows(source) for source in SOURCES)


def triggers_for(vendor: str) -> dict[str, list[str]]:
    """By the name of each trigger the statements that make it. Names change with what the
    triggers do: one of another version is known by its name."""
    spell = _postgresql if vendor == "postgresql" else _sqlite
    spelled = {(table, event): spell(table, event) for table in TABLES for event in _EVENTS}
    version = sha256(repr(spelled).encode()).hexdigest()[:8]
    return {
        name: [part.replace("@name", name) for part in parts]
        for (table, event), parts in spelled.items()
        for name in [f"{PREFIX}{table}_{event}_{version}"]
    }


def _postgresql(table: str, event: str) -> list[str]:
    sides = {"insert": ("1",), "delete": ("-1",), "update": ("1", "-1")}[event]
    named = {"1": ("NEW", "after_rows"), "-1": ("OLD", "before_rows")}
    moved = " UNION ALL ".join(
        f"SELECT '{source.kind}' AS kind, {source.about.format(row='r')} AS about, "  # noqa: S608 - our own names
        f"{source.cell_sql.format(row='r')} AS cell, {side} AS many FROM {named[side][1]} r"
        + (f" WHERE {source.only.format(row='r')}" if source.only else "")
        for source in sources_of(table)
        for side in sides
    )
    tables = " ".join(f"{named[side][0]} TABLE AS {named[side][1]}" for side in sides)
    return [
        f"CREATE OR REPLACE FUNCTION @name() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - as above
        f"INSERT INTO {TALLY} (kind, about, cell, how_many, is_new) "
        f"SELECT kind, about, cell, SUM(many), TRUE FROM ({moved}) moved "
        "GROUP BY kind, about, cell HAVING SUM(many) <> 0; RETURN NULL; END $$",
        f"CREATE TRIGGER @name AFTER {event.upper()} ON {table} REFERENCING {tables} "
        "FOR EACH STATEMENT EXECUTE FUNCTION @name()",
    ]


def _sqlite(table: str, event: str) -> list[str]:
    found = sources_of(table)
    watched = list(dict.fromkeys(name for source in found for name in source.watched))
    when, on = "", event.upper()
    if event == "update":
        on = f"UPDATE OF {', '.join(watched)}"
        when = "WHEN " + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in watched)
    body: list[str] = []
    for source in found:
        if event != "insert":
            body.append(_take(source, row="OLD"))
        if event != "delete":
            body += _add(source, row="NEW")
    return [f"CREATE TRIGGER @name AFTER {on} ON {table} {when} BEGIN {' '.join(body)} END"]


def _take(source: Source, *, row: str) -> str:
    return f"UPDATE {TALLY} SET how_many = how_many - 1 WHERE {_here(source, row=row)};"  # noqa: S608 - our own names


def _add(source: Source, *, row: str) -> Iterable[str]:
    only = f"({source.only.format(row=row)}) AND " if source.only else ""
    about, cell = source.about.format(row=row), source.cell_sql.format(row=row)
    yield (
        f"INSERT INTO {TALLY} (kind, about, cell, how_many, is_new) "  # noqa: S608 - our own names
        f"SELECT '{source.kind}', {about}, {cell}, 0, 0 WHERE {only}NOT EXISTS "
        f"(SELECT 1 FROM {TALLY} WHERE kind = '{source.kind}' AND about = {about} "
        f"AND cell = {cell});"
    )
    yield f"UPDATE {TALLY} SET how_many = how_many + 1 WHERE {_here(source, row=row)};"  # noqa: S608 - our own names


def _here(source: Source, *, row: str) -> str:
    only = f" AND ({source.only.format(row=row)})" if source.only else ""
    about, cell = source.about.format(row=row), source.cell_sql.format(row=row)
    return f"kind = '{source.kind}' AND about = {about} AND cell = {cell}{only}"
