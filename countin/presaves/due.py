"""Promises as the worker takes them: plain values, a hundred at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from countin.presaves.models import PreSave, PreSaveQuerySet
from countin.presaves.states import OPEN_STATES, State, Step
from countin.workspaces.rows import Among
from countin.workspaces.statements import Question


class DuePresave(NamedTuple):
    """What the worker needs to know of a promise. Reads as the model does, for a tenth of the
    cost."""

    pk: int
    connection_id: int | None
    campaign_id: int
    market: str
    state: str
    next_step: str
    attempts: int
    looks: int
    step_since: datetime | None
    withdraw_asked_at: datetime | None

    @property
    def is_open(self) -> bool:
        """A save may still come of it."""
        return self.state in OPEN_STATES

    @property
    def is_about_to_be_saved(self) -> bool:
        """The save itself comes next, and nothing was said against it."""
        if self.state != State.PROMISED or self.withdraw_asked_at is not None:
            return False
        return self.next_step == Step.SAVE


def due_columns(rows: PreSaveQuerySet) -> QuerySet[PreSave, tuple[Any, ...]]:
    """These promises as `read_presaves` takes them."""
    return rows.values_list(*DuePresave._fields)


def read_presaves(rows: Iterable[tuple[Any, ...]]) -> dict[int, DuePresave]:
    """Promises by their ids, in the order of the rows."""
    return {row[0]: DuePresave._make(row) for row in rows}


def lock_presaves(presave_ids: Iterable[int]) -> dict[int, DuePresave]:
    """These promises, which nobody else changes before the transaction ends."""
    return read_presaves(_LOCKED.rows(ids=presave_ids))


_LOCKED = Question(
    lambda *, ids: due_columns(PreSave.objects.filter(Among("pk", ids)).select_for_update())
)
