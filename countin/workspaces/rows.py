"""SQL for a hundred rows at once. On release day a model's objects would cost more than the calls
to the service do (docs/decisions/0026).

A batch is one statement with one parameter, its rows as JSON, on SQLite as on PostgreSQL. Names
and types of columns are the models' own.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from django.db import connection as database
from django.db.models import BooleanField, F, Func, Model, Value

Row: TypeAlias = Sequence[object]


class Among(Func):
    """A condition for `filter`: the number in this column is one of these. However many they are,
    they are one parameter; Django's own `__in` makes, checks and binds one for each."""

    def __init__(self, column: str, numbers: Iterable[int | None]) -> None:
        super().__init__(F(column), Value(spell_numbers(numbers)), output_field=BooleanField())

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Called by Django."""
        column, (known,) = self._parts(compiler)
        in_json = "IN (SELECT value FROM json_each(%s))"
        return f"{column} {in_json}", [known]

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Called by Django."""
        column, (known,) = self._parts(compiler)
        return f"{column} = ANY(%s::bigint[])", [known]

    def _parts(self, compiler: Any) -> tuple[str, list[str]]:
        column, known = self.get_source_expressions()
        return compiler.compile(column)[0], compiler.compile(known)[1]


def spell_numbers(numbers: Iterable[int | None]) -> str:
    """As the one parameter of `Among`; without those that are none."""
    known = ",".join([str(number) for number in numbers if number is not None])
    return f"[{known}]" if database.vendor == "sqlite" else f"{{{known}}}"


def insert_rows(model: type[Model], *, fields: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert rows of plain values, in the order of `fields`; moments are aware.

    All fields but the key have to be named: no default is filled in. Raises ValueError where
    one is missing.
    """
    if text := _as_json(rows):
        with database.cursor() as cursor:
            cursor.execute(_insertion(model, fields=fields, vendor=database.vendor), [text])


def update_rows(model: type[Model], *, fields: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Give each row values of its own: the first of each is its key, the others are in the order
    of `fields`. Keys that the table does not have are left out."""
    if text := _as_json(rows):
        with database.cursor() as cursor:
            cursor.execute(_update(model, fields=fields, vendor=database.vendor), [text])


@lru_cache
def _insertion(model: type[Model], *, fields: tuple[str, ...], vendor: str) -> str:
    every = {field.attname for field in model._meta.concrete_fields if not field.primary_key}
    if every != set(fields):
        raise ValueError(f"{model.__name__} has other fields: {every ^ set(fields)}")
    columns = ", ".join(_column(model, field=field) for field in fields)
    values = _values(model, fields=fields, vendor=vendor)
    return f"INSERT INTO {_table(model)} ({columns}) SELECT {values}"


@lru_cache
def _update(model: type[Model], *, fields: tuple[str, ...], vendor: str) -> str:
    key = model._meta.pk.attname
    sets = ", ".join(
        f"{_column(model, field=field)} = told.{_column(model, field=field)}" for field in fields
    )
    values = _values(model, fields=(key, *fields), vendor=vendor)
    own_key = f"{_table(model)}.{_column(model, field=key)}"
    return (
        f"UPDATE {_table(model)} SET {sets} FROM (SELECT {values}) AS told "  # noqa: S608 - our own names
        f"WHERE {own_key} = told.{_column(model, field=key)}"
    )


def _values(model: type[Model], *, fields: tuple[str, ...], vendor: str) -> str:
    """What a SELECT takes out of the parameter, each value under the name of its column."""
    if vendor == "sqlite":
        pattern, source = "json_extract(value, '$[{at}]') AS {name}", "json_each(%s)"
    else:
        pattern = "(value ->> {at})::{type} AS {name}"
        source = "json_array_elements(%s::json) AS given(value)"
    parts = (
        pattern.format(
            at=at,
            name=_column(model, field=field),
            type=_field(model, name=field).db_type(database),
        )
        for at, field in enumerate(fields)
    )
    return f"{', '.join(parts)} FROM {source}"


def _table(model: type[Model]) -> str:
    return database.ops.quote_name(model._meta.db_table)


def _column(model: type[Model], *, field: str) -> str:
    return database.ops.quote_name(_field(model, name=field).column)


def _field(model: type[Model], *, name: str) -> Any:
    return model._meta.get_field(name)


def _as_json(rows: Iterable[Row]) -> str:
    """Empty without rows. What is no text a database could hold is refused there, as ever."""
    given = list(rows)
    if not given:
        return ""
    spell = _spell_for_sqlite if database.vendor == "sqlite" else _spell_for_postgresql
    return json.dumps(given, ensure_ascii=False, default=spell)


def _spell_for_sqlite(value: datetime) -> str:
    # As Django writes them: moments are compared as text.
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.replace(tzinfo=None).isoformat(" ")


def _spell_for_postgresql(value: datetime) -> str:
    return value.isoformat()
