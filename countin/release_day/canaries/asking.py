"""Asking for canaries: their save, and whether it is there. Claimed, asked, written down, as any
promise is; in rows of their own, so that they stand in no count of fans."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from countin.fans.grants import claim_grants, record_rotation, release_grants, standing_claims
from countin.fans.models import Grant
from countin.pacing.accounts import is_paused, pause_provider, resume_provider
from countin.pacing.budget import CALLS_A_TASK, within_budget
from countin.pacing.crashes import note_asked
from countin.presaves.canaries import Canary
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task, work_through
from countin.release_day.canaries.verdicts import broken, judge, needs_writing
from countin.release_day.doubts import proves_set_up
from countin.release_day.models import AttemptKind
from countin.release_day.recording import Worked, trouble_for_all_steps
from countin.release_day.steps import Catalogue
from countin.release_day.taking import CLAIM_FOR, open_task
from countin.release_day.tasks import Refreshed, Step, Task
from countin.workspaces.jobs import Bench


@dataclass(frozen=True)
class _Taken:
    """Claimed canaries, by the grant of each."""

    canaries: dict[int, Canary]
    tasks: list[Task]


def ask_canaries(provider: Provider, *, canaries: Sequence[Canary], bench: Bench) -> int:
    """Save and read back for these, whose time has come. Returns how many got an answer."""
    taken = _take(provider, canaries=canaries, bench=bench)
    if not taken.tasks:
        return 0
    asked = 0
    # They are claimed already: what the budget does not lease is written down all the same.
    most = CALLS_A_TASK * len(taken.tasks)
    with within_budget(provider, most=most, now=bench.now(), is_door=False):
        refreshes = (refresh_task(provider, task=task, now=bench.now) for task in taken.tasks)
        for batch in ask_all(provider, refreshes, bench=bench):
            asked += _go_on(provider, batch=batch, taken=taken, bench=bench)
    note_asked(provider)
    return asked


def _go_on(provider: Provider, *, batch: Sequence[Refreshed], taken: _Taken, bench: Bench) -> int:
    """A rotated secret is kept before it is used."""
    ready = keep_rotations(batch, bench=bench)
    troubled = [trouble_for_all_steps(one) for one in batch if one.trouble]
    asked = _record(provider, worked=troubled, taken=taken, bench=bench)
    works = (
        work_through(provider, task=one.task, access=one.access, now=bench.now)
        for one in ready
        if one.access
    )
    for worked in ask_all(provider, works, bench=bench):
        asked += _record(provider, worked=worked, taken=taken, bench=bench)
    return asked


def _take(provider: Provider, *, canaries: Sequence[Canary], bench: Bench) -> _Taken:
    now = bench.now()
    catalogue = Catalogue(provider, campaign_ids=[canary.campaign_id for canary in canaries])
    taken = _Taken({}, [])
    with transaction.atomic():
        live = Grant.objects.live().filter(connection__in=[one.connection_id for one in canaries])
        grants = {grant.connection_id: grant for grant in live.select_related("connection")}
        fit = []
        for canary in canaries:
            grant = grants.get(canary.connection_id)
            if why := _why_unfit(grant, provider=provider, now=now):
                _write(canary, changes=broken(why))
            elif grant is not None and grant.pk not in taken.canaries:
                taken.canaries[grant.pk] = canary
                fit.append(grant)
        fences = claim_grants([grant.pk for grant in fit], now=now, until=now + CLAIM_FOR)
        for grant in fit:
            if grant.pk not in fences:
                continue
            canary = taken.canaries[grant.pk]
            steps = _steps(canary, catalogue=catalogue, now=now)
            fence = fences[grant.pk]
            task = open_task(grant, fence=fence, steps=steps, opener=bench.opener, now=now)
            if task is None:
                _write(canary, changes=broken("cannot_open"))
            else:
                taken.tasks.append(task)
    return taken


def _why_unfit(grant: Grant | None, *, provider: Provider, now: datetime) -> str:
    if grant is None:
        return "grant_dead"
    if not grant.is_usable(now):
        return "grant_expired"
    return "" if grant.client_id == provider.client_id else "other_client"


def _steps(canary: Canary, *, catalogue: Catalogue, now: datetime) -> tuple[Step, ...]:
    look = Step(
        kind=AttemptKind.READ_BACK,
        presave_id=0,  # it is no promise, and nothing of it is written beside promises
        follow_id=None,
        market=canary.market,
        release_id=catalogue.id_in(canary.market, campaign_id=canary.campaign_id),
        artist_id="",
        release=catalogue.wanted(canary.campaign_id),
        attempts=canary.tries,
        looks=canary.looks,
        step_since=canary.asked_at,
    )
    if needs_writing(canary, now=now):
        return (replace(look, kind=AttemptKind.SAVE), look)
    return (look,)


def keep_rotations(batch: Sequence[Refreshed], *, bench: Bench) -> list[Refreshed]:
    """Keep every rotated secret before it is used. Returns those that may go on."""
    with transaction.atomic():
        standing = standing_claims({one.task.grant_id: one.task.fence for one in batch})
        ready = [one for one in batch if one.access and one.task.grant_id in standing]
        for one in ready:
            if one.access and one.access.rotated:
                grant = Grant.objects.select_related("connection").get(pk=one.task.grant_id)
                record_rotation(
                    grant, fence=one.task.fence, secret=one.access.rotated, opener=bench.opener
                )
    return ready


def _record(provider: Provider, *, worked: Sequence[Worked], taken: _Taken, bench: Bench) -> int:
    """Only where the claim stands, and only of those that are on duty still."""
    now = bench.now()
    asked = 0
    with transaction.atomic():
        standing = standing_claims({task.grant_id: task.fence for task, _outcomes in worked})
        for task, outcomes in worked:
            if task.grant_id not in standing:
                continue
            canary = taken.canaries[task.grant_id]
            changes = judge(canary, outcomes=outcomes, abilities=provider.abilities, now=now)
            _write(canary, changes=changes)
            asked += bool(changes)
        pause_or_resume(provider, worked=worked, now=now)
        release_grants(standing)
    return asked


def _write(canary: Canary, *, changes: dict[str, object]) -> None:
    if changes:
        Canary.objects.on_duty().filter(pk=canary.pk).update(**changes)


def pause_or_resume(provider: Provider, *, worked: Sequence[Worked], now: datetime) -> None:
    """A set-up that is wrong pauses the service; an answer ends the pause. What is said of one
    account alone breaks that canary: whether it is true of all, fans show."""
    outcomes = [outcome for _task, some in worked for outcome in some]
    errors = [one.error for one in outcomes if one.error is not None and not one.error.of_one]
    if errors:
        pause_provider(provider, error=errors[0], now=now)
    elif proves_set_up(outcomes) and is_paused(provider):
        resume_provider(provider)
