"""Writing down what came of a batch: one transaction, only where the claim still stands."""

import random
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from countin.fans.grants import record_rotation, release_grants, standing_claims
from countin.fans.models import Grant
from countin.presaves.leaning import shred_unneeded
from countin.providers.contract import Provider
from countin.release_day.attempts import UNASKED, keep_attempts, keep_refresh_attempts
from countin.release_day.doubts import pause_or_resume
from countin.release_day.outages import call_the_operator, is_outage, take_back_verdicts
from countin.release_day.settling import Weather, settle_follows, settle_presaves
from countin.release_day.tasks import Outcome, Refreshed, Task
from countin.workspaces.jobs import Opens

Worked = tuple[Task, Sequence[Outcome]]


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
            keep_refresh_attempts(provider, refreshed=current)
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
        keep_attempts(provider, worked=current)
        paused = pause_or_resume(provider, outcomes=outcomes, now=now)
        # Refusals of earlier batches may show an outage only now.
        weather = Weather(is_outage(provider, now=now), is_paused=paused)
        settle_presaves(provider, worked=current, weather=weather, chance=chance, now=now)
        settle_follows(outcomes, weather=weather, chance=chance, now=now)
        if weather.is_outage:
            take_back_verdicts(provider, now=now)
            call_the_operator(provider, now=now)
        release_grants(standing)
        shred_unneeded({task.connection_id for task, _outcomes in current}, now=now)
    return sum(outcome.result not in UNASKED for outcome in outcomes)


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
