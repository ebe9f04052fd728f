"""Reading the transitions in order, each once, however late its transaction commits."""

from collections.abc import Callable
from typing import Final

from django.db import connection as database
from django.db import transaction
from django.db.models import QuerySet

from countin.presaves.models import Cursor, Transition

# About a second of the database, while nobody else writes to SQLite.
_STRETCH: Final = 20_000
# Whoever writes holds this lock from before an id is drawn until everybody sees the row.
_WRITERS: Final = """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = %s::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def read_on(name: str, *, verb: Callable[[QuerySet[Transition]], int]) -> int:
    """Give `verb` the transitions since this reader's last call, in the order of their numbers,
    and return what it returns; both count, or neither.

    PostgreSQL commits numbers out of order. A stretch is read only once every transaction that
    was writing when its end was set has ended: none of them can add a row to it any more.
    """
    Cursor.objects.get_or_create(name=name)
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(name=name)
        if cursor.bound_id == cursor.passed_id:
            _set_bound(cursor)
        if cursor.bound_id == cursor.passed_id or _are_writing(cursor.waits_for):
            cursor.save()
            return 0
        stretch = Transition.objects.filter(pk__gt=cursor.passed_id, pk__lte=cursor.bound_id)
        done = verb(stretch.order_by("pk"))
        cursor.passed_id, cursor.waits_for = cursor.bound_id, []
        cursor.save()
    return done


def _set_bound(cursor: Cursor) -> None:
    # In this order: who draws a number up to the bound after this look is among the writers.
    behind = Transition.objects.filter(pk__gt=cursor.passed_id).order_by("pk")
    ids = behind.values_list("pk", flat=True)
    bound = ids[_STRETCH - 1 : _STRETCH].first() or ids.last()
    cursor.bound_id = bound or cursor.passed_id
    cursor.waits_for = _writers() if bound else []


def _are_writing(transactions: list[str]) -> bool:
    return bool(transactions) and not set(transactions).isdisjoint(_writers())


def _writers() -> list[str]:
    if database.vendor != "postgresql":
        return []  # SQLite has one writer at a time
    with database.cursor() as cursor:
        cursor.execute(_WRITERS, [Transition._meta.db_table])
        return [row[0] for row in cursor.fetchall()]
