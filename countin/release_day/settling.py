"""Turning a batch of outcomes into moves and plans. Called inside recording's transaction."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from countin.fans.grants import mark_alive, mark_refused, shred_grants
from countin.presaves.due import DuePresave, lock_presaves
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import explain_presaves, move_follows, move_presaves
from countin.presaves.states import OPEN_STATES, FollowState, Reason, State
from countin.presaves.withdrawing import finish_withdrawal
from countin.providers.contract import Provider
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Task
from countin.release_day.verdicts import (
    Circumstances,
    FollowVerdict,
    Verdict,
    decide_follow,
    decide_presave,
)
from countin.workspaces.rows import Row, update_rows

_PLAN_FIELDS = ("next_step", "next_attempt_at", "attempts", "looks", "step_since")
Decided = list[tuple[Task, DuePresave, Verdict]]


class Weather(NamedTuple):
    """How the service is, by all that is written down already."""

    is_outage: bool
    is_paused: bool


def settle_presaves(
    provider: Provider,
    *,
    worked: Sequence[tuple[Task, Sequence[Outcome]]],
    weather: Weather,
    chance: random.Random,
    now: datetime,
) -> None:
    """Decide every promise of the batch, then move and plan them in groups."""
    decided = _decide(provider, worked=worked, weather=weather, chance=chance, now=now)
    _withdraw(decided, now=now)
    _move(decided, now=now)
    _plan(decided, now=now)
    _judge_grants(decided, now=now)


def settle_follows(
    outcomes: Iterable[Outcome], *, weather: Weather, chance: random.Random, now: datetime
) -> None:
    """Decide every follow ask of the batch."""
    unasked = []
    for outcome in outcomes:
        if outcome.step.follow_id is None:
            continue
        verdict = decide_follow(
            outcome,
            chance=chance.random(),
            is_outage=weather.is_outage,
            is_paused=weather.is_paused,
        )
        if verdict is not None:
            _settle_follow(outcome.step.follow_id, verdict=verdict, now=now)
        else:
            unasked.append(outcome.step.follow_id)
    _let_go_alone(unasked, now=now)


def _let_go_alone(follow_ids: Iterable[int], *, now: datetime) -> None:
    """Silence fell between a save and its follow: no save takes this one along any more."""
    follow_ids = list(follow_ids)
    if not follow_ids:
        return
    waiting = FollowAsk.objects.waiting().filter(pk__in=follow_ids, next_attempt_at__isnull=True)
    waiting.exclude(presave__state__in=OPEN_STATES).update(next_attempt_at=now)


def _settle_follow(follow_id: int, *, verdict: FollowVerdict, now: datetime) -> None:
    if verdict.move_to is not None:
        move_follows([follow_id], to=verdict.move_to, because=verdict.because, now=now)
    elif verdict.wait is not None:
        FollowAsk.objects.filter(pk=follow_id, state=FollowState.WAITING).update(
            attempts=verdict.attempts, looks=verdict.looks, next_attempt_at=now + verdict.wait
        )


def _decide(
    provider: Provider,
    *,
    worked: Sequence[tuple[Task, Sequence[Outcome]]],
    weather: Weather,
    chance: random.Random,
    now: datetime,
) -> Decided:
    rows = lock_presaves(
        outcome.step.presave_id
        for _task, outcomes in worked
        for outcome in outcomes
        if outcome.step.follow_id is None
    )
    decided: Decided = []
    for task, outcomes in worked:
        for outcome in outcomes:
            row = rows.get(outcome.step.presave_id)
            if outcome.step.kind == AttemptKind.FOLLOW or row is None or not row.is_open:
                continue
            given = Circumstances(
                abilities=provider.abilities,
                state=State(row.state),
                wants_out=row.withdraw_asked_at is not None,
                is_outage=weather.is_outage,
                now=now,
                chance=chance.random(),
                is_paused=weather.is_paused,
            )
            verdict = decide_presave(outcome, given=given)
            if not verdict.is_nothing:
                decided.append((task, row, verdict))
    return decided


def _withdraw(decided: Decided, *, now: datetime) -> None:
    withdrawn = [row.pk for _task, row, verdict in decided if verdict.is_withdrawn]
    for presave in PreSave.objects.filter(pk__in=withdrawn):
        finish_withdrawal(presave, now=now)


def _move(decided: Decided, *, now: datetime) -> None:
    groups: dict[tuple[State, Reason], list[int]] = defaultdict(list)
    reasons: dict[Reason, list[int]] = defaultdict(list)
    for _task, row, verdict in decided:
        if verdict.move_to is not None:
            groups[verdict.move_to, verdict.reason].append(row.pk)
        if verdict.explain is not None:
            reasons[verdict.explain].append(row.pk)
    for (state, reason), ids in groups.items():
        move_presaves(ids, to=state, reason=reason, now=now)
    for reason, ids in reasons.items():
        explain_presaves(ids, reason=reason, now=now)


def _plan(decided: Decided, *, now: datetime) -> None:
    """Write the next step of each that has one; the moves have settled the others."""
    update_rows(
        PreSave,
        fields=_PLAN_FIELDS,
        rows=[
            (row.pk, *_planned(row, verdict=verdict, now=now))
            for _task, row, verdict in decided
            if verdict.next_step is not None
        ],
    )


def _planned(row: DuePresave, *, verdict: Verdict, now: datetime) -> Row:
    is_new_step = verdict.next_step != row.next_step
    next_attempt_at = None if verdict.wait is None else now + verdict.wait
    since = now if is_new_step or row.step_since is None else row.step_since
    return verdict.next_step, next_attempt_at, verdict.attempts, verdict.looks, since


def _judge_grants(decided: Decided, *, now: datetime) -> None:
    refused = [task.grant_id for task, _row, verdict in decided if verdict.is_refused]
    alive = [task.grant_id for task, _row, verdict in decided if verdict.move_to == State.PROMISED]
    dead = [task.connection_id for task, _row, verdict in decided if verdict.is_dead]
    if refused:
        mark_refused(refused, now=now)
    if alive:
        mark_alive(alive)
    if dead:
        shred_grants(dead, now=now)
