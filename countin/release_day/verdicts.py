"""What follows from an outcome. Decides without touching anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.presaves.states import FollowState, Reason, State
from countin.presaves.states import Step as NextStep
from countin.providers.contract import Abilities
from countin.release_day import retries
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Result, Step


@dataclass(frozen=True)
class Verdict:
    """What becomes of a promise: a move, or the same state with another step to come."""

    move_to: State | None = None
    reason: Reason = Reason.NONE
    explain: Reason | None = None  # same state, other reason
    next_step: NextStep | None = None
    wait: timedelta | None = None  # before the next step; None: waits for its wave
    attempts: int = 0
    looks: int = 0
    is_refused: bool = False  # the grant stays sealed for one more look
    is_dead: bool = False  # the grant can go
    is_withdrawn: bool = False

    @property
    def is_nothing(self) -> bool:
        """Leave the row as it is; it comes up again by itself."""
        return self == _NOTHING


_NOTHING = Verdict()


@dataclass(frozen=True)
class Circumstances:
    """What else the decision hangs on."""

    abilities: Abilities
    state: State
    wants_out: bool  # withdrawn while the call was under way
    is_outage: bool
    now: datetime
    chance: float
    is_paused: bool = False  # the operator has to mend something at this service


def decide_presave(outcome: Outcome, *, given: Circumstances) -> Verdict:
    """What becomes of the promise after this outcome of one of its steps."""
    if outcome.result in (Result.HUSH, Result.OPERATOR):
        return _decide_unasked(outcome, given=given)
    if given.wants_out or outcome.step.kind == AttemptKind.TAKE_BACK:
        return _decide_withdrawn(outcome, given=given)
    if outcome.step.kind == AttemptKind.EARLY_ADD and outcome.result != Result.GONE:
        return _decide_early(outcome, given=given)
    return _DECIDERS[outcome.result](outcome, given)


@dataclass(frozen=True)
class FollowVerdict:
    """What becomes of a follow ask; no state: it waits, and comes again after `wait`."""

    move_to: FollowState | None = None
    because: str = ""
    wait: timedelta | None = None
    attempts: int = 0
    looks: int = 0


def decide_follow(
    outcome: Outcome, *, chance: float, is_outage: bool, is_paused: bool = False
) -> FollowVerdict | None:
    """What becomes of the follow ask; None: nothing was learned. A refusal of the grant itself
    goes by the same rule as the promise's."""
    step, wait = outcome.step, None
    attempts, looks = step.attempts + 1, step.looks
    match outcome.result:
        case Result.DONE | Result.ACCEPTED:
            return FollowVerdict(FollowState.DONE)
        case Result.HUSH | Result.OPERATOR:
            return None
        case Result.LATER:
            wait = retries.wait_after_error(attempts, chance=chance)
        case Result.NOT_LET_IN:
            wait, looks = _put_off(step, is_paused=is_paused)
            attempts = step.attempts
        case Result.GONE if not outcome.was_sent:
            wait, attempts, looks = _follow_refused(step, is_outage=is_outage)
    if wait is not None:
        return FollowVerdict(wait=wait, attempts=attempts, looks=looks)
    return FollowVerdict(FollowState.FAILED, because=_WHY_NO_FOLLOW[outcome.result])


def _follow_refused(step: Step, *, is_outage: bool) -> tuple[timedelta | None, int, int]:
    """The grant itself was refused: the wait, the attempts and looks after that."""
    if is_outage or step.looks:
        return retries.wait_after_outage(step.looks), step.attempts, step.looks + 1
    # One more look a day later, as for the promise.
    wait = None if step.attempts else retries.LOOK_AGAIN_AFTER
    return wait, step.attempts + 1, step.looks


def _decide_unasked(outcome: Outcome, *, given: Circumstances) -> Verdict:
    # Nothing was sent. Only a first save that was not even tried can be withdrawn for sure.
    is_untried = outcome.step.kind == AttemptKind.SAVE and outcome.step.attempts == 0
    return Verdict(is_withdrawn=True) if given.wants_out and is_untried else Verdict()


def _decide_withdrawn(outcome: Outcome, *, given: Circumstances) -> Verdict:
    """The fan withdrew while the call was under way: undo it where the service can."""
    kind, result = outcome.step.kind, outcome.result
    if kind == AttemptKind.TAKE_BACK:
        return _decide_taken_back(outcome, given=given)
    is_unclear = result in (Result.DONE, Result.ACCEPTED, Result.LATER) and outcome.was_sent
    is_write = kind in (AttemptKind.SAVE, AttemptKind.EARLY_ADD)
    if is_write and (is_unclear or outcome.step.attempts > 0) and result != Result.GONE:
        if given.abilities.take_back:
            return _again(NextStep.TAKE_BACK, wait=timedelta())
        return _look_into_library(looks=0) if given.abilities.read_back else _saved(result)
    if kind == AttemptKind.READ_BACK and result != Result.GONE:
        return _decide_unproven(outcome, given=given)
    return Verdict(is_withdrawn=True)


def _decide_taken_back(outcome: Outcome, *, given: Circumstances) -> Verdict:
    """What can't be undone, however often it was tried, is told as it is: saved."""
    if outcome.result == Result.DONE:
        return Verdict(is_withdrawn=True)
    attempts = outcome.step.attempts + 1
    if outcome.result == Result.LATER:
        wait = retries.wait_after_error(attempts, chance=given.chance)
        if wait is not None:
            return _again(NextStep.TAKE_BACK, wait=wait, attempts=attempts)
    if outcome.result == Result.NOT_LET_IN:
        verdict = _decide_not_let_in(outcome, given)
        if verdict.move_to is None:
            return verdict
    return Verdict(move_to=State.SAVED)


def _decide_unproven(outcome: Outcome, *, given: Circumstances) -> Verdict:
    """Withdrawn after a yes that proves nothing, where nothing can be taken back: what the
    library shows is the truth, however late it shows it."""
    if outcome.result == Result.DONE:
        return Verdict(move_to=State.SAVED)
    verdict = _decide_missing(outcome, given)
    return verdict if verdict.move_to is None else Verdict(is_withdrawn=True)


def _decide_gone(outcome: Outcome, given: Circumstances) -> Verdict:
    step = outcome.step
    reason = Reason(outcome.reason or Reason.GRANT_REFUSED)
    if step.kind == AttemptKind.REFRESH and given.state == State.NEEDS_FAN:
        if given.is_outage and reason == Reason.GRANT_REFUSED:
            return _again(NextStep.LOOK, wait=retries.LOOK_AGAIN_AFTER)
        # The second look, a day later: dead for good.
        explain = Reason.GRANT_DEAD if reason == Reason.GRANT_REFUSED else reason
        return Verdict(explain=explain, is_dead=True)
    if reason == Reason.NO_SUBSCRIPTION:
        # No later look can tell otherwise: a new subscription comes with a new permission.
        return Verdict(move_to=State.NEEDS_FAN, reason=reason, is_dead=True)
    # Only refusals of the grant itself count as an outage; a scope that lacks is the fan's.
    is_refusal = reason == Reason.GRANT_REFUSED and not outcome.was_sent
    if is_refusal and (given.is_outage or step.looks):
        if (wait := retries.wait_after_outage(step.looks)) is not None:
            return Verdict(next_step=_same(step.kind), wait=wait, looks=step.looks + 1)
        return Verdict(move_to=State.NEEDS_FAN, reason=Reason.GRANT_DEAD, is_dead=True)
    return Verdict(
        move_to=State.NEEDS_FAN,
        reason=reason,
        next_step=NextStep.LOOK,
        wait=retries.LOOK_AGAIN_AFTER,
        is_refused=True,
    )


def _decide_early(outcome: Outcome, *, given: Circumstances) -> Verdict:
    """Before release nothing is proven: whatever came of it, the day decides."""
    attempts = outcome.step.attempts + 1
    if outcome.result == Result.LATER and attempts <= 5:
        wait = retries.wait_after_error(attempts, chance=given.chance)
        return _again(NextStep.EARLY_ADD, wait=wait, attempts=attempts)
    return Verdict(next_step=NextStep.SAVE)


def _decide_later(outcome: Outcome, given: Circumstances) -> Verdict:
    attempts = outcome.step.attempts + 1
    if outcome.step.kind == AttemptKind.READ_BACK:
        return _decide_missing(outcome, given)
    wait = retries.wait_after_error(attempts, chance=given.chance)
    if outcome.step.kind == AttemptKind.REFRESH:
        return _again(NextStep.LOOK, wait=wait or timedelta(hours=8), attempts=attempts)
    if wait is None:
        return Verdict(move_to=State.FAILED, reason=Reason.SERVICE_ERROR)
    return _again(NextStep.SAVE, wait=wait, attempts=attempts)


def _decide_missing(outcome: Outcome, given: Circumstances) -> Verdict:
    if not outcome.step.release_id:
        # A code or link was changed while the library was looked at. What the new one leads to is
        # saved once its market shows it; saving the same release twice changes nothing.
        return Verdict(next_step=NextStep.SAVE)
    since = outcome.step.step_since
    if since is not None and given.now >= since + retries.READ_BACK_FOR:
        return Verdict(move_to=State.FAILED, reason=Reason.NOT_IN_LIBRARY)
    return _look_into_library(looks=outcome.step.attempts + 1)


def _decide_refused(outcome: Outcome, _given: Circumstances) -> Verdict:
    return Verdict(move_to=State.FAILED, reason=Reason(outcome.reason or Reason.REFUSED))


def _decide_not_let_in(outcome: Outcome, given: Circumstances) -> Verdict:
    step = outcome.step
    wait, looks = _put_off(step, is_paused=given.is_paused)
    if wait is None:
        return Verdict(move_to=State.FAILED, reason=Reason.NOT_LET_IN)
    return Verdict(next_step=_same(step.kind), wait=wait, attempts=step.attempts, looks=looks)


def _put_off(step: Step, *, is_paused: bool) -> tuple[timedelta | None, int]:
    """How long, and the looks after that: as in an outage, for about a day. While the service is
    paused nothing of that is used up."""
    if is_paused:
        return retries.PUT_OFF_FOR, step.looks
    return retries.wait_after_outage(step.looks), step.looks + 1


def _decide_accepted(_outcome: Outcome, _given: Circumstances) -> Verdict:
    return _look_into_library(looks=0)


def _decide_done(outcome: Outcome, _given: Circumstances) -> Verdict:
    found_alive = outcome.step.kind == AttemptKind.REFRESH
    return Verdict(move_to=State.PROMISED if found_alive else State.SAVED)


_DECIDERS: dict[Result, Callable[[Outcome, Circumstances], Verdict]] = {
    Result.GONE: _decide_gone,
    Result.LATER: _decide_later,
    Result.REFUSED: _decide_refused,
    Result.NOT_LET_IN: _decide_not_let_in,
    Result.MISSING: _decide_missing,
    Result.ACCEPTED: _decide_accepted,
    Result.DONE: _decide_done,
}
_WHY_NO_FOLLOW = {
    Result.LATER: "service_error",
    Result.GONE: "grant_refused",
    Result.REFUSED: "refused",
    Result.NOT_LET_IN: "not_let_in",
    Result.MISSING: "refused",
}


def _look_into_library(*, looks: int) -> Verdict:
    wait = retries.wait_before_reading_back(looks)
    return _again(NextStep.READ_BACK, wait=wait, attempts=looks)


def _again(step: NextStep, *, wait: timedelta | None, attempts: int = 0) -> Verdict:
    return Verdict(next_step=step, wait=wait, attempts=attempts)


def _saved(result: Result) -> Verdict:
    if result == Result.DONE:
        return Verdict(move_to=State.SAVED)
    return Verdict(is_withdrawn=True)


def _same(kind: AttemptKind) -> NextStep:
    return {
        AttemptKind.EARLY_ADD: NextStep.EARLY_ADD,
        AttemptKind.READ_BACK: NextStep.READ_BACK,
        AttemptKind.TAKE_BACK: NextStep.TAKE_BACK,
    }.get(kind, NextStep.SAVE)
