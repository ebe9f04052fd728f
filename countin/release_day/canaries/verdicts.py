"""What becomes of one canary after it was asked. Decides without touching anything."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from countin.presaves.canaries import Canary, CanaryState
from countin.providers.contract import Abilities
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Result

# Where the answer is a proof, the library has it within moments; elsewhere it may come late.
_PATIENCE = timedelta(minutes=1)
_LATE_PATIENCE = timedelta(minutes=15)
# Waits in seconds: after an error that time may heal, and after a look that did not find it.
_TRIES = (2, 10, 30, 60)
_LOOKS = (1, 2, 5, 10, 15, 30, 60)
# While its wave is held it is looked for every minute, and saved anew every five: a service that
# has healed shows so by itself.
_WRITE_ANEW = timedelta(minutes=5)
_UNASKED = (Result.HUSH, Result.OPERATOR)
Changes = dict[str, Any]


def needs_writing(canary: Canary, *, now: datetime) -> bool:
    """The save itself comes next, before any look."""
    if canary.written_at is None:
        return True
    return canary.state == CanaryState.MISSING and now >= canary.written_at + _WRITE_ANEW


def judge(
    canary: Canary, *, outcomes: Sequence[Outcome], abilities: Abilities, now: datetime
) -> Changes:
    """The fields of the row that change; none where nothing was learned."""
    by_kind = {outcome.step.kind: outcome for outcome in outcomes}
    changes: Changes = {}
    if (write := by_kind.get(AttemptKind.SAVE)) is not None:
        changes = _judge_write(canary, outcome=write, now=now)
        if "written_at" not in changes:
            return changes
    look = by_kind.get(AttemptKind.READ_BACK)
    if look is None or look.result in _UNASKED:
        return changes
    asked_at = changes.get("asked_at") or canary.asked_at or now
    patience = _PATIENCE if abilities.save_is_proof else _LATE_PATIENCE
    return changes | _judge_look(canary, outcome=look, is_late=now >= asked_at + patience, now=now)


def broken(because: str) -> Changes:
    """Its own account failed: it says nothing about the service."""
    return {"state": CanaryState.BROKEN, "because": because[:60], "next_at": None}


def _judge_write(canary: Canary, *, outcome: Outcome, now: datetime) -> Changes:
    match outcome.result:
        case Result.DONE | Result.ACCEPTED:
            changes: Changes = {"written_at": now, "asked_at": canary.asked_at or now, "tries": 0}
            if canary.state == CanaryState.WAITING:
                changes["state"] = CanaryState.ASKED
            return changes
        case Result.HUSH | Result.OPERATOR:
            return {}
        case Result.LATER if canary.tries < len(_TRIES):
            wait = timedelta(seconds=_TRIES[canary.tries])
            return {"tries": canary.tries + 1, "next_at": now + wait}
        case Result.LATER:
            return broken("service_error")
        case Result.NOT_LET_IN:
            return broken("not_let_in")
        case _:
            return broken(outcome.reason or "refused")


def _judge_look(canary: Canary, *, outcome: Outcome, is_late: bool, now: datetime) -> Changes:
    if outcome.result == Result.DONE:
        return {"state": CanaryState.FOUND, "next_at": None}
    if outcome.result not in (Result.MISSING, Result.LATER):
        return broken(outcome.reason or "cannot_read")
    looks = canary.looks + (outcome.result == Result.MISSING)
    if is_late and not looks:
        return broken("cannot_read")  # no look was ever answered
    wait = timedelta(seconds=_LOOKS[min(looks, len(_LOOKS) - 1)])
    return {
        "state": CanaryState.MISSING if is_late else CanaryState.ASKED,
        "looks": looks,
        "next_at": now + (timedelta(minutes=1) if is_late else wait),
    }
