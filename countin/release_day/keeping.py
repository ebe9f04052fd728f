"""Seeing a shard through: take, refresh, record, write, record. The same function whether the
worker calls it in its own round or a queue hands it the shard."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django import db

from countin.pacing.accounts import is_paused
from countin.pacing.budget import CALLS_A_TASK, within_budget
from countin.pacing.crashes import note_asked
from countin.pacing.talking import may_ask
from countin.pacing.windows import leasing
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task, work_through
from countin.release_day.recording import (
    record_outcomes,
    record_refreshes,
    trouble_for_all_steps,
)
from countin.release_day.shards import Shard
from countin.release_day.shelf import AccessShelf
from countin.release_day.steps import Catalogue
from countin.release_day.taking import take_tasks
from countin.release_day.tasks import Refreshed, Result, Task
from countin.release_day.unwritten import Rest
from countin.workspaces.jobs import Bench

SHELF = AccessShelf()
REST = Rest()
_LARGEST_BATCH = 100
_FEW = 4


@dataclass
class Heed:
    """A secret that was just rotated lives in our memory alone until it is recorded, and a kill
    would cost that fan's grant: where a service rotates, few are on their way at once. So it is
    at the beginning of a shard, and for as long as the last ones to answer rotated."""

    at_once: int = _FEW


def keep_shard(shard: Shard, *, bench: Bench, until: float | None = None) -> int:
    """Keep what is due of it, one batch after another, until nothing is left, the service asks
    for silence, the worker is told to stop, or the process's monotonic clock shows `until`.

    Returns how many promises and follow asks got an answer. What is left is found by the next
    sweep.
    """
    with leasing(bench.providers[shard.group.provider]):
        return _keep_batches(shard, bench=bench, until=until)


def _keep_batches(shard: Shard, *, bench: Bench, until: float | None) -> int:
    provider = bench.providers[shard.group.provider]
    catalogue, heed = Catalogue(provider), Heed()
    done = 0
    while _may_go_on(until, bench=bench) and may_ask(provider, now=bench.now()):
        most = CALLS_A_TASK * _batch_size(provider)
        with within_budget(provider, most=most, now=bench.now(), is_door=False) as calls:
            limit = calls // CALLS_A_TASK
            tasks = _take(catalogue, shard=shard, limit=limit, bench=bench)
            if not tasks:
                break
            try:
                done += _work(provider, tasks=tasks, heed=heed, bench=bench)
            except db.Error:
                REST.begin(bench.now())
                raise
        note_asked(provider)
    return done


def _take(catalogue: Catalogue, *, shard: Shard, limit: int, bench: Bench) -> list[Task]:
    if not limit:
        return []  # today's calls are used up
    return take_tasks(catalogue, shard=shard, opener=bench.opener, now=bench.now(), limit=limit)


def _may_go_on(until: float | None, *, bench: Bench) -> bool:
    if bench.is_stopped() or REST.is_on(bench.now()):
        return False
    return until is None or time.monotonic() < until


def _batch_size(provider: Provider) -> int:
    return 1 if is_paused(provider) else _LARGEST_BATCH  # paused: a probe, is it mended?


def _work(provider: Provider, *, tasks: list[Task], heed: Heed, bench: Bench) -> int:
    """First what has access, got ahead or kept over a silence; then refresh, record, write,
    record: a rotated secret is kept before it is used."""
    shelved = [_from_shelf(task, now=bench.now()) for task in tasks]
    done = _write_all(provider, ready=[one for one in shelved if one.access], bench=bench)
    left = [one.task for one in shelved if not one.access]
    ready: list[Refreshed] = []
    for batch in _refresh_all(provider, tasks=left, heed=heed, bench=bench):
        ready += record_refreshes(provider, refreshed=batch, opener=bench.opener)
        troubled = [trouble_for_all_steps(one) for one in batch if one.trouble]
        done += record_outcomes(provider, worked=troubled, chance=bench.chance, now=bench.now())
    return done + _write_all(provider, ready=ready, bench=bench)


def _from_shelf(task: Task, *, now: datetime) -> Refreshed:
    return Refreshed(task, task.access or SHELF.take(task, now=now), None, now, now)


def _write_all(provider: Provider, *, ready: list[Refreshed], bench: Bench) -> int:
    """What met silence before it was sent keeps its access for the next window."""
    if not ready:
        return 0
    done = 0
    by_grant = {one.task.grant_id: one for one in ready}
    writes = (
        work_through(provider, task=one.task, access=one.access, now=bench.now)
        for one in ready
        if one.access
    )
    for worked in ask_all(provider, writes, bench=bench):
        done += record_outcomes(provider, worked=worked, chance=bench.chance, now=bench.now())
        for task, outcomes in worked:
            if outcomes[-1].result == Result.HUSH:
                SHELF.put(by_grant[task.grant_id], now=bench.now())
    return done


def _refresh_all(
    provider: Provider, *, tasks: list[Task], heed: Heed, bench: Bench
) -> Iterator[list[Refreshed]]:
    left = iter(tasks)
    while some := list(islice(left, heed.at_once)):
        rotates = False
        refreshes = (refresh_task(provider, task=task, now=bench.now) for task in some)
        for batch in ask_all(provider, refreshes, bench=bench):
            rotates |= any(_may_be_rotating(one) for one in batch)
            yield batch
        heed.at_once = _FEW if rotates else _LARGEST_BATCH


def _may_be_rotating(one: Refreshed) -> bool:
    # A dead grant says nothing yet: its secret may have been rotated just before a kill.
    is_dead = one.trouble is not None and one.trouble.result == Result.GONE
    return is_dead or (one.access is not None and bool(one.access.rotated))
