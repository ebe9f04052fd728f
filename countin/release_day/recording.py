"""Writing down what came of a batch: one transaction, only where the claim still stands."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from countin.fans.grants import record_rotation, release_grants, standing_claims
from countin.fans.models import Grant
from countin.pacing.accounts import is_paused, pause_provider, resume_provider
from countin.presaves.leaning import shred_unneeded
from countin.providers.contract import Provider
from countin.release_day.models import GONE_AGAIN, Attempt, AttemptKind
from countin.release_day.settling import settle_follows, settle_presaves
from countin.release_day.tasks import Outcome, Refreshed, Result, Task
from countin.workspaces.jobs import Opens

Worked = tuple[Task, Sequence[Outcome]]
_UNASKED = (Result.HUSH, Result.OPERATOR)


def record_refreshes(
    provider: Provider, *, refreshed: Sequence[Refreshed], opener: Opens
) -> list[Refreshed]:
    """Keep every rotated secret before it is used, and a row of each answer.

    Returns those that may go on: access in hand, and the claim still standing.
    """
    with transaction.atomic():
        standing = standing_claims({one.task.grant_id: one.task.fence for one in refreshed})
        current = [one for one in refreshed if one.task.grant_id in standing]
        for one in current:
            if one.access and one.access.rotated:
                _keep_rotated(one, opener=opener)
        if provider.abilities.refreshable:
            Attempt.objects.bulk_create(
                _refresh_row(provider, one) for one in current if _was_asked(one)
            )
    return [one for one in current if one.access]


def record_outcomes(
    provider: Provider, *, worked: Sequence[Worked], chance: random.Random, now: datetime
) -> int:
    """Move what has to move, plan what comes next, give the grants back, shred the spent.

    Returns how many promises and follow asks got an answer.
    """
    if not worked:
        return 0
    with transaction.atomic():
        standing = standing_claims({task.grant_id: task.fence for task, _outcomes in worked})
        current = [(task, outcomes) for task, outcomes in worked if task.grant_id in standing]
        outcomes = [outcome for _task, some in current for outcome in some]
        _keep_attempts(provider, worked=current)
        _pause_or_resume(provider, outcomes=outcomes, now=now)
        settle_presaves(provider, worked=current, chance=chance, now=now)
        settle_follows(outcomes, chance=chance, now=now)
        release_grants(standing)
        shred_unneeded({task.connection_id for task, _outcomes in current}, now=now)
    return sum(outcome.result not in _UNASKED for outcome in outcomes)


def trouble_for_all_steps(refreshed: Refreshed) -> Worked:
    """What the refresh met holds for every step of the task."""
    trouble = refreshed.trouble
    assert trouble is not None
    return refreshed.task, [
        Outcome(
            step,
            trouble.result,
            trouble.started_at,
            trouble.finished_at,
            trouble.because,
            trouble.reason,
            was_sent=False,
            error=trouble.error,
        )
        for step in refreshed.task.steps
    ]


def _keep_rotated(one: Refreshed, *, opener: Opens) -> None:
    assert one.access is not None
    assert one.access.rotated is not None
    grant = Grant.objects.select_related("connection").get(pk=one.task.grant_id)
    record_rotation(grant, fence=one.task.fence, secret=one.access.rotated, opener=opener)


def _was_asked(one: Refreshed) -> bool:
    return one.trouble is None or one.trouble.result not in _UNASKED


def _refresh_row(provider: Provider, one: Refreshed) -> Attempt:
    trouble = one.trouble
    return Attempt(
        presave_id=one.task.steps[0].presave_id,
        provider=provider.name,
        kind=AttemptKind.REFRESH,
        claim_number=one.task.fence,
        started_at=one.started_at,
        finished_at=one.finished_at,
        outcome=_outcome_of(one),
        because=trouble.because[:60] if trouble else "",
    )


def _outcome_of(one: Refreshed) -> str:
    if one.trouble is None:
        return Result.DONE
    was_refused_before = all(step.is_second_look for step in one.task.steps)
    is_gone_again = one.trouble.result == Result.GONE and was_refused_before
    return GONE_AGAIN if is_gone_again else one.trouble.result


def _keep_attempts(provider: Provider, *, worked: Iterable[Worked]) -> None:
    Attempt.objects.bulk_create(
        Attempt(
            presave_id=outcome.step.presave_id,
            follow_id=outcome.step.follow_id,
            provider=provider.name,
            kind=outcome.step.kind,
            claim_number=task.fence,
            started_at=outcome.started_at,
            finished_at=outcome.finished_at,
            outcome=outcome.result,
            because=outcome.because[:60],
        )
        for task, outcomes in worked
        for outcome in outcomes
        # A look is the refresh itself, which has its row already.
        if outcome.was_sent
        and outcome.result not in _UNASKED
        and outcome.step.kind != AttemptKind.REFRESH
    )


def _pause_or_resume(provider: Provider, *, outcomes: Sequence[Outcome], now: datetime) -> None:
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    if errors:
        pause_provider(provider, error=errors[0], now=now)
    elif is_paused(provider) and any(outcome.was_sent for outcome in outcomes):
        resume_provider(provider)
