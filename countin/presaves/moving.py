"""Moving promises and follow asks from state to state, with a row for every move."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from countin.presaves.models import FollowAsk, PreSave, Transition
from countin.presaves.states import LEGAL_MOVES, FollowState, Reason, State, Step
from countin.workspaces.journal import Noted, leave_notes
from countin.workspaces.rows import Among, insert_rows
from countin.workspaces.statements import Change, Question

_HISTORY = ("presave_id", "follow_id", "from_state", "to_state", "reason", "happened_at")
# What a restored backup must not forget.
_NOTED = {State.SAVED: Noted.SAVED, State.WITHDRAWN: Noted.WITHDRAWN}
_NOTED_FOLLOWS = {
    FollowState.DONE: Noted.FOLLOWED,
    FollowState.WITHDRAWN: Noted.FOLLOW_WITHDRAWN,
}


def _movable_to(to: State) -> Question:
    sources = [state for state, targets in LEGAL_MOVES.items() if to in targets]
    return Question(
        lambda *, ids: (
            PreSave.objects.filter(Among("pk", ids), state__in=sources)
            .select_for_update()
            .values_list("pk", "state", "promised_at")
        )
    )


def _move_to(to: State) -> Change:
    slate = _clean_slate() if to == State.PROMISED else {"next_attempt_at": None}
    return Change(
        lambda *, ids, reason, now: (
            PreSave.objects.filter(Among("pk", ids)),
            {"state": to, "reason": reason, "changed_at": now, **slate},
        )
    )


def move_presaves(
    presave_ids: Iterable[int], *, to: State, reason: Reason, now: datetime
) -> list[int]:
    """Move those whose state allows it; the others are left as they are.

    Returns the ids that moved. One transaction: the state and its history never part.
    A promise that opens again starts with a clean slate, waiting for its wave; one that
    moves elsewhere has no attempt to come until one is planned.
    """
    ids = list(presave_ids)
    if not ids:
        return []
    with transaction.atomic():
        found = _MOVABLE[to].rows(ids=ids)
        before = {pk: state for pk, state, _made in found}
        if not before:
            return []
        _MOVES[to].make(ids=before, reason=reason, now=now)
        insert_rows(
            Transition,
            fields=_HISTORY,
            rows=[(pk, None, state, to, reason, now) for pk, state in before.items()],
        )
        if noted := _NOTED.get(to):
            leave_notes(noted, rows={pk: made for pk, _state, made in found}, now=now)
    return list(before)


def explain_presaves(presave_ids: Iterable[int], *, reason: Reason, now: datetime) -> None:
    """Keep the state, change its reason: a second look found out more, and was the last."""
    PreSave.objects.filter(pk__in=list(presave_ids)).update(
        reason=reason, changed_at=now, next_attempt_at=None
    )


def move_follows(
    follow_ids: Iterable[int], *, to: FollowState, because: str, now: datetime
) -> list[int]:
    """Move follow asks that still wait (or failed, or were withdrawn, when asked again)."""
    sources = (
        (FollowState.FAILED, FollowState.WITHDRAWN)
        if to == FollowState.WAITING
        else (FollowState.WAITING,)
    )
    with transaction.atomic():
        rows = FollowAsk.objects.filter(pk__in=list(follow_ids), state__in=sources)
        before = list(rows.select_for_update().values_list("pk", "presave_id", "state", "asked_at"))
        FollowAsk.objects.filter(pk__in=[pk for pk, *_rest in before]).update(
            state=to,
            because=because[:60],
            changed_at=now,
            next_attempt_at=None,
            attempts=0,
            looks=0,
        )
        insert_rows(
            Transition,
            fields=_HISTORY,
            rows=[
                (presave_id, pk, state, to, because[:60], now)
                for pk, presave_id, state, _asked in before
            ],
        )
        if noted := _NOTED_FOLLOWS.get(to):
            leave_notes(noted, rows={pk: asked for pk, *_rest, asked in before}, now=now)
    return [pk for pk, *_rest in before]


def _clean_slate() -> dict[str, object]:
    return {
        "next_step": Step.SAVE,
        "next_attempt_at": None,
        "attempts": 0,
        "looks": 0,
        "step_since": None,
        "withdraw_asked_at": None,
    }


_MOVABLE = {state: _movable_to(state) for state in State}
_MOVES = {state: _move_to(state) for state in State}
