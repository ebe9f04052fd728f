"""Statements that are made once. On release day the same few questions are asked for every hundred
promises, and Django takes longer to spell most of them than the database to answer
(docs/decisions/0029).

What is asked stays a queryset of the models: it is built once, with values that stand for those to
come, and its SQL is kept with the places where they belong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, TypeAlias

from django.db import connection as database
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from countin.workspaces.rows import spell_numbers

Given: TypeAlias = datetime | str | int | Iterable[int | None]
# No row has these, so that each is told from whatever else a statement holds.
_NO_NUMBER = 8_999_999_999_999_999_000
_NO_COUNT = 2_147_483_000  # fits into the smallest columns of numbers, which are looked at
_NO_MOMENT = datetime(1901, 1, 1, 1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Statement:
    sql: str
    params: tuple[object, ...]
    places: Mapping[int, str]  # whose value goes where among the parameters
    read: Callable[[Iterable[Any]], Iterable[Any]]

    def filled(self, given: Mapping[str, Given]) -> list[Any]:
        """The parameters, with what is given now."""
        spelled = {name: _spell(value) for name, value in given.items()}
        return [
            spelled[self.places[at]] if at in self.places else value
            for at, value in enumerate(self.params)
        ]


class Question:
    """Rows of a queryset that `values_list` made."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        """`build` gets each value by its name: moments, texts, a number, numbers for `Among`."""
        self._build = build
        self._made: dict[str, _Statement] = {}

    def rows(self, **given: Given) -> list[tuple[Any, ...]]:
        """What the database answers, as `values_list` would give it."""
        made = self._made.get(database.vendor) or self._make(given)
        with database.cursor() as cursor:
            cursor.execute(made.sql, made.filled(given))
            return [tuple(row) for row in made.read(cursor.fetchall())]

    def _make(self, given: Mapping[str, Given]) -> _Statement:
        compiler = self._build(**_stand_ins(given)).query.get_compiler(connection=database)
        sql, params = compiler.as_sql()
        found = compiler.get_converters([column for column, *_rest in compiler.select])
        converters = {at: (_quicker(some), column) for at, (some, column) in found.items()}

        def read(rows: Iterable[Any]) -> Iterable[Any]:
            return compiler.apply_converters(rows, converters) if converters else rows

        made = _Statement(sql, tuple(params), _places(params, given=given), read)
        return self._made.setdefault(database.vendor, made)


class Change:
    """An update of the rows of a queryset, each of its own table alone."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], Mapping[str, Any]]]) -> None:
        """`build` gets each value by its name, and gives the rows with their new values."""
        self._build = build
        self._made: dict[str, _Statement] = {}

    def make(self, **given: Given) -> int:
        """How many rows changed."""
        made = self._made.get(database.vendor) or self._make(given)
        with database.cursor() as cursor:
            cursor.execute(made.sql, made.filled(given))
            changed: int = cursor.rowcount
            return changed

    def _make(self, given: Mapping[str, Given]) -> _Statement:
        rows, changes = self._build(**_stand_ins(given))
        query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]  # as update() does
        query.add_update_values(dict(changes))
        query.clear_ordering(force=True)
        sql, params = query.get_compiler(connection=database).as_sql()
        made = _Statement(sql, tuple(params), _places(params, given=given), list)
        return self._made.setdefault(database.vendor, made)


def _stand_ins(given: Mapping[str, Given]) -> dict[str, Given]:
    return {name: _stand_in(value, number) for number, (name, value) in enumerate(given.items())}


def _stand_in(value: Given, number: int) -> Given:
    if isinstance(value, datetime):
        return _NO_MOMENT + timedelta(seconds=number)
    if isinstance(value, str):
        return f"value {number}"
    if isinstance(value, int):
        return _NO_COUNT + number
    return (_NO_NUMBER + number,)


def _places(params: Iterable[object], *, given: Mapping[str, Given]) -> dict[int, str]:
    """Where each value goes. Raises ValueError where one has no place: the statement would
    never hear of it."""
    names = {_spell(value): name for name, value in _stand_ins(given).items()}
    places = {
        at: names[value]
        for at, value in enumerate(params)
        if isinstance(value, str | int | datetime) and value in names
    }
    if missing := set(given) - set(places.values()):
        raise ValueError(f"The statement has no place for {', '.join(sorted(missing))}.")
    return places


def _spell(value: Given) -> Any:
    """As this database takes it."""
    if isinstance(value, datetime):
        return database.ops.adapt_datetimefield_value(value)
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int) else spell_numbers(value)


def _quicker(converters: Iterable[Any]) -> list[Any]:
    """SQLite's moments are written by us, in UTC: Django's own reading asks for more."""
    slow = getattr(database.ops, "convert_datetimefield_value", None)
    return [_read_moment if one == slow else one for one in converters]


def _read_moment(value: Any, _column: object, _database: object) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC)
