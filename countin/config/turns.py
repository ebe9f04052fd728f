"""Of several workers on PostgreSQL, one at a time runs a job: an advisory lock that the database
takes back from a worker that died, and from one that stands still.

A worker whose process is frozen (a paused machine, a stopped process) keeps its connections, and
with them whatever they hold. So the locks have a connection of their own that says something
every two seconds, and the database ends it when it has been silent for ten; a transaction that
a worker leaves open without a word is ended after half a minute. And who waits for a minute for
rows that somebody else holds (a transaction forgotten at a prompt, say) gives the job up, so that
the others have their turn; it comes again (docs/decisions/0083).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import db
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Our own among the numbers that a PostgreSQL database shares out: "CntI".
_LOCKS = 0x436E7449
# Seconds.
_SAY_SOMETHING_EVERY = 2.0
_SILENT_FOR = 10.0
_IDLE_IN_TRANSACTION = 30.0
_WAIT_FOR_A_LOCK = 60.0


class Turns:
    """The turns of this worker. Raises django.db.OperationalError where the database is away."""

    def __init__(self, *, silent_for: float = _SILENT_FOR) -> None:
        self._place = db.connection.copy()
        # The thread that says something uses it too; one at a time, by `_alone`.
        self._place.inc_thread_sharing()
        _let_silence_end(self._place, after=silent_for)
        self._alone = threading.Lock()

    def keep(self, stopped: threading.Event) -> None:
        """Say something again and again, in a thread of its own, until told to stop."""
        threading.Thread(target=self._talk, args=(stopped,), name="turns", daemon=True).start()

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        """Whether it is this worker's turn with the job of that name, for as long as it lasts."""
        is_ours = self._ask("SELECT pg_try_advisory_lock(%s, hashtext(%s))", name)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._give_back(name)

    def close(self) -> None:
        """Give everything back."""
        with self._alone:
            self._place.close()

    def _give_back(self, name: str) -> None:
        try:
            self._ask("SELECT pg_advisory_unlock(%s, hashtext(%s))", name)
        except db.Error:
            self.close()  # the lock goes with the connection

    def _ask(self, statement: str, name: str) -> bool:
        with self._alone:
            try:
                with self._place.cursor() as cursor:
                    cursor.execute(statement, [_LOCKS, name])
                    return bool(cursor.fetchone()[0])
            except db.Error:
                self._place.close()
                raise

    def _talk(self, stopped: threading.Event) -> None:
        while not stopped.wait(_SAY_SOMETHING_EVERY):
            with self._alone:
                self._say_something()

    def _say_something(self) -> None:
        if self._place.connection is None:
            return
        try:
            with self._place.cursor() as cursor:
                cursor.execute("SELECT 1")
        except db.Error:
            self._place.close()


def limit_waiting() -> None:
    """From now on, in this process: rows that a frozen worker holds become free again, and nobody
    waits for a row without end."""
    connection_created.connect(_limit, dispatch_uid="countin.turns")


def _limit(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    limits = {
        "idle_in_transaction_session_timeout": _IDLE_IN_TRANSACTION,
        "lock_timeout": _WAIT_FOR_A_LOCK,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "; ".join(f"SET {name} = {round(span * 1000)}" for name, span in limits.items())
        )


def _let_silence_end(connection: BaseDatabaseWrapper, *, after: float) -> None:
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    own = f"-c idle_session_timeout={round(after * 1000)}"
    options["options"] = f"{options.get('options', '')} {own}".strip()
