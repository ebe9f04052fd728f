"""Asking the service, without a database: refresh, then each step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from countin.providers.contract import (
    Access,
    ConsentGone,
    OperatorNeeded,
    Provider,
    Refused,
    Saved,
    TryLater,
)
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Refreshed, Result, Step, Task

Now = Callable[[], datetime]


async def refresh_task(provider: Provider, *, task: Task, now: Now) -> Refreshed:
    """Turn the task's grant into access. What the service says against it is in `trouble`."""
    started_at = now()
    try:
        access = await provider.refresh(task.grant, now=started_at)
    except (TryLater, ConsentGone, OperatorNeeded, Refused) as error:
        trouble = _trouble(error, step=task.steps[0], started_at=started_at, now=now)
        trouble = replace(trouble, was_sent=False)
        return Refreshed(task, None, trouble, started_at, now())
    return Refreshed(task, access, None, started_at, now())


async def work_through(
    provider: Provider, *, task: Task, access: Access, now: Now
) -> tuple[Task, list[Outcome]]:
    """Every step of the task, one after the other. Once nobody may ask, the rest is hushed."""
    outcomes: list[Outcome] = []
    for step in task.steps:
        if outcomes and outcomes[-1].result in (Result.HUSH, Result.OPERATOR):
            outcomes.append(replace(outcomes[-1], step=step))
            continue
        if outcomes and outcomes[-1].result == Result.NOT_LET_IN:
            outcomes.append(replace(outcomes[-1], step=step, result=Result.HUSH, error=None))
            continue
        outcomes.append(await _attempt(provider, step=step, access=access, now=now))
    return task, outcomes


async def _attempt(provider: Provider, *, step: Step, access: Access, now: Now) -> Outcome:
    started_at = now()
    try:
        result = await _take_step(provider, step=step, access=access, now=started_at)
    except (TryLater, ConsentGone, OperatorNeeded, Refused) as error:
        return _trouble(error, step=step, started_at=started_at, now=now)
    return Outcome(step, result, started_at, now())


async def _take_step(provider: Provider, *, step: Step, access: Access, now: datetime) -> Result:
    match step.kind:
        case AttemptKind.SAVE:
            return _proof(await provider.save(access, release_id=step.release_id))
        case AttemptKind.EARLY_ADD:
            return await _add_early(provider, step=step, access=access, now=now)
        case AttemptKind.FOLLOW:
            await provider.follow(access, artist_id=step.artist_id)
            return Result.DONE
        case AttemptKind.READ_BACK:
            return await _read_back(provider, step=step, access=access)
        case AttemptKind.TAKE_BACK:
            await provider.take_back(access, release_id=step.release_id)
            return Result.DONE
        case AttemptKind.REFRESH:
            # The look was the refresh itself, where that reaches the service.
            if not provider.abilities.refreshable:
                await provider.identify(access)
            return Result.DONE
    raise AssertionError(step.kind)


async def _read_back(provider: Provider, *, step: Step, access: Access) -> Result:
    if not step.release_id:
        return Result.MISSING  # a code was changed: there is nothing to look for yet
    is_there = await provider.read_back(access, release_id=step.release_id, market=step.market)
    return Result.DONE if is_there else Result.MISSING


async def _add_early(provider: Provider, *, step: Step, access: Access, now: datetime) -> Result:
    release_id = step.release_id
    if not release_id:
        hits = await provider.find_release(
            step.release, market=step.market, now=now
        ) or await provider.find_upcoming(step.release, market=step.market, now=now)
        if len(hits) != 1:
            return Result.MISSING
        release_id = hits[0].id
    return _proof(await provider.save(access, release_id=release_id))


def _proof(saved: Saved) -> Result:
    return Result.DONE if saved == Saved.SAVED else Result.ACCEPTED


def _trouble(error: Exception, *, step: Step, started_at: datetime, now: Now) -> Outcome:
    match error:
        case TryLater(app_wide=True):
            result = Result.HUSH
        case TryLater():
            result = Result.LATER
        case ConsentGone():
            return Outcome(step, Result.GONE, started_at, now(), error.because, reason=error.reason)
        case OperatorNeeded():
            result = Result.NOT_LET_IN if error.of_one else Result.OPERATOR
            return Outcome(step, result, started_at, now(), error.because, error=error)
        case Refused():
            because, why = error.because, error.reason
            return Outcome(step, Result.REFUSED, started_at, now(), because, reason=why)
        case _:
            raise AssertionError(error)
    return Outcome(step, result, started_at, now(), str(error))
