"""Trying permissions: the service is asked whether each still stands, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from countin.pacing.budget import CALLS_A_TASK, within_budget
from countin.pacing.crashes import note_asked
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task, work_through
from countin.release_day.models import Rehearsal, RehearsedGrant
from countin.release_day.recording import record_outcomes, record_refreshes
from countin.release_day.rehearsal.sampling import take_sample
from countin.release_day.tasks import Refreshed, Result, Task
from countin.release_day.untried import as_if_untried
from countin.workspaces.jobs import Bench


class Tried(StrEnum):
    """What came of a permission that was tried."""

    ALIVE = "alive"
    ROTATED = "rotated"  # alive, and its secret was good for one use: it has a new one now
    DEAD = "dead"
    UNCLEAR = "unclear"  # the service gave no answer that says either
    SHUT = "shut"  # a canary's: alive, and its library may not be read


def rotates(provider: Provider) -> bool:
    """Permissions are good for one use there, as the service says or one that was tried showed:
    whatever is tried is put at risk."""
    tried = RehearsedGrant.objects.filter(provider=provider.name, result=Tried.ROTATED)
    return provider.abilities.single_use_refresh or tried.exists()


def try_some(provider: Provider, *, rehearsal: Rehearsal, limit: int, bench: Bench) -> int:
    """Try at most `limit` permissions. Returns how many were asked about.

    A refused one goes the way it would go on the day: its fan is asked, and it gets its second
    look. Everything else is left as it was.
    """
    tasks = take_sample(provider, rehearsal=rehearsal, limit=limit, bench=bench)
    return try_tasks(provider, tasks=tasks, bench=bench)


def try_tasks(provider: Provider, *, tasks: Sequence[Task], bench: Bench) -> int:
    """The same for what was taken already."""
    trials = (_try(provider, task=task, now=bench.now) for task in tasks)
    # They are taken already: what the budget does not lease is written down all the same.
    most = CALLS_A_TASK * len(tasks)
    with within_budget(provider, most=most, now=bench.now(), is_door=False):
        asked = sum(
            _record(provider, trials=batch, bench=bench)
            for batch in ask_all(provider, trials, bench=bench)
        )
    note_asked(provider)
    return asked


async def _try(provider: Provider, *, task: Task, now: Callable[[], datetime]) -> Refreshed:
    refreshed = await refresh_task(provider, task=task, now=now)
    if refreshed.access is None or provider.abilities.refreshable:
        return refreshed
    # Here the secret is the access, and only a question with it tells whether it stands.
    one_look = replace(task, steps=task.steps[:1])
    _task, (outcome,) = await work_through(
        provider, task=one_look, access=refreshed.access, now=now
    )
    if outcome.result == Result.DONE:
        return replace(refreshed, finished_at=outcome.finished_at)
    return replace(refreshed, access=None, trouble=replace(outcome, was_sent=False))


def _record(provider: Provider, *, trials: Sequence[Refreshed], bench: Bench) -> int:
    """A rotated secret first, then what was learned, and the permissions given back."""
    record_refreshes(provider, refreshed=trials, opener=bench.opener)
    unasked = [one.task.grant_id for one in trials if _result_of(one) is None]
    with transaction.atomic():
        record_outcomes(
            provider,
            worked=[as_if_untried(one) for one in trials],
            chance=bench.chance,
            now=bench.now(),
        )
        RehearsedGrant.objects.filter(grant__in=unasked).delete()
        for one in trials:
            if (result := _result_of(one)) is not None:
                RehearsedGrant.objects.filter(grant=one.task.grant_id).update(
                    result=result, took_ms=_milliseconds(one)
                )
    return len(trials) - len(unasked)


def _result_of(one: Refreshed) -> Tried | None:
    """None: nothing was asked."""
    if one.access is not None:
        return Tried.ROTATED if one.access.rotated else Tried.ALIVE
    assert one.trouble is not None
    match one.trouble.result:
        case Result.HUSH | Result.OPERATOR:
            return None
        case Result.GONE:
            return Tried.DEAD
        case _:
            return Tried.UNCLEAR


def _milliseconds(one: Refreshed) -> int:
    return max(0, (one.finished_at - one.started_at) // timedelta(milliseconds=1))
