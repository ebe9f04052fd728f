"""A fan changes their mind. A withdrawal committed before the claim wins."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from countin.fans.grants import is_being_used
from countin.presaves.due import DuePresave
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State, Step


class Withdrawal(StrEnum):
    """What the fan is told, truthfully."""

    WITHDRAWN = "withdrawn"
    BEING_SAVED = "being_saved"  # a call is under way; taken back after it where possible
    ALREADY_SAVED = "already_saved"
    NOT_OPEN = "not_open"


def withdraw_presave(presave: PreSave, *, now: datetime) -> Withdrawal:
    """Withdraw the promise and what was asked with it. The grant is shredded at once when
    nothing else leans on it."""
    with transaction.atomic():
        row = PreSave.objects.select_for_update().get(pk=presave.pk)
        if row.state == State.SAVED:
            return Withdrawal.ALREADY_SAVED
        if not row.is_open:
            return Withdrawal.NOT_OPEN
        # What is held back is in no call, whatever else its permission is used for.
        is_held = row.reason == Reason.HELD_BACK
        if not is_held and is_being_used(row.connection_id, now=now):
            PreSave.objects.filter(pk=row.pk).update(withdraw_asked_at=now)
            return Withdrawal.BEING_SAVED
        if may_be_saved_already(row):
            _undo(row, now=now)
            return Withdrawal.BEING_SAVED
        finish_withdrawal(row, now=now)
        return Withdrawal.WITHDRAWN


def may_be_saved_already(presave: PreSave | DuePresave) -> bool:
    """A write was sent whose answer was lost, or whose yes proves nothing."""
    is_unanswered = presave.next_step == Step.SAVE and presave.attempts > 0
    return is_unanswered or presave.next_step in (Step.READ_BACK, Step.TAKE_BACK)


def _undo(presave: PreSave, *, now: datetime) -> None:
    """Have the worker take it back, or look what became of it where that can't be done."""
    step = presave.next_step if presave.next_step == Step.READ_BACK else Step.TAKE_BACK
    PreSave.objects.filter(pk=presave.pk).update(
        withdraw_asked_at=now, next_step=step, next_attempt_at=now
    )


def finish_withdrawal(presave: PreSave, *, now: datetime) -> None:
    """The move itself; also called by release day once a call under way has ended."""
    move_presaves([presave.pk], to=State.WITHDRAWN, reason=Reason.BY_FAN, now=now)
    waiting = FollowAsk.objects.waiting().filter(presave_id=presave.pk)
    move_follows(
        waiting.values_list("pk", flat=True), to=FollowState.WITHDRAWN, because="by_fan", now=now
    )
    if presave.connection_id:
        shred_unneeded([presave.connection_id], now=now)


def withdraw_follow(ask: FollowAsk, *, now: datetime) -> bool:
    """Withdraw the follow alone, where it has not been made yet."""
    with transaction.atomic():
        moved = move_follows([ask.pk], to=FollowState.WITHDRAWN, because="by_fan", now=now)
        if moved and ask.presave.connection_id:
            if not is_being_used(ask.presave.connection_id, now=now):
                shred_unneeded([ask.presave.connection_id], now=now)
    return bool(moved)
