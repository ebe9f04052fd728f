"""Whether what somebody changed stands in the log that owners read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import compress
from typing import Any, Final

from django.db import connection as database

_LOG: Final = "workspaces_auditentry"
_WRITE: Final = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"(?: SET "(used_on)")?')
# Nobody's decision: sessions, answers kept for a repeated request, what was seen on the way.
_NO_CHANGE: Final = frozenset(
    {"django_session", "usersessions_usersession", "workspaces_givenanswer", "workspaces_alarm"}
)
# Made of what else stands in the row, or told by it.
_MADE: Final = frozenset({("campaigns_release", "theme"), ("campaigns_campaign", "changed_at")})
# Begun, still empty, as soon as somebody looks at it.
_BEGUN: Final = "campaigns_plan"


class Unlogged:
    """Which tables hold something else than before, where the log tells nothing of it."""

    def __init__(self) -> None:
        self._before: dict[str, set[Any]] = {}

    @property
    def tables(self) -> set[str]:
        """Empty where all is well."""
        now = {table: _rows(table) for table in self._before}
        changed = {table for table, rows in self._before.items() if rows != now[table]}
        if _BEGUN in changed and self._before[_BEGUN] <= now[_BEGUN]:
            changed.remove(_BEGUN)
        return set() if _LOG in changed else changed - _NO_CHANGE

    def look(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Wrapped around every statement."""
        found = _WRITE.match(sql)
        if found and not found[2] and found[1] not in self._before:
            self._before[found[1]] = _rows(found[1])
        return execute(sql, params, many, context)


@contextmanager
def unlogged() -> Iterator[Unlogged]:
    """What is written meanwhile."""
    seen = Unlogged()
    with database.execute_wrapper(seen.look):
        yield seen


def _rows(table: str) -> set[Any]:
    with database.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        kept = [(table, column[0]) not in _MADE for column in cursor.description]
        return {tuple(map(str, compress(row, kept))) for row in cursor.fetchall()}
