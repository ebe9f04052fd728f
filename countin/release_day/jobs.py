"""What the worker looks after on release day, and before and after it."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings

from countin.campaigns.models import Campaign
from countin.fans.grants import overwrite_shredded
from countin.pacing.accounts import is_paused
from countin.pacing.crashes import note_asked
from countin.pacing.talking import may_ask
from countin.providers.contract import Provider
from countin.release_day import aftermath
from countin.release_day.alarms import keep_alarms
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task, work_through
from countin.release_day.lateness import keep_lateness_alarms
from countin.release_day.outages import stand_down
from countin.release_day.recording import (
    record_outcomes,
    record_refreshes,
    trouble_for_all_steps,
)
from countin.release_day.rehearsal.ageing import keep_ages
from countin.release_day.rehearsal.planning import plan_rehearsals
from countin.release_day.rehearsal.rehearsing import rehearse_on
from countin.release_day.shelf import AccessShelf
from countin.release_day.taking import take_tasks
from countin.release_day.tasks import Refreshed, Result, Task
from countin.release_day.waves import (
    close_finished_waves,
    open_markets,
    running_campaigns,
    watch_due_markets,
)
from countin.workspaces.jobs import Bench, Job

# Others get their turn after this long; what is left is taken in the next round.
_TURN = 2.0
_LARGEST_BATCH = 100
_FEW = 4
_SHELF = AccessShelf()


def watch_markets(bench: Bench) -> int:
    """See that every market with promises is looked at from its moment on."""
    now = bench.now()
    campaigns = running_campaigns(now)
    for provider in bench.providers.values():
        watch_due_markets(provider, campaigns=campaigns, now=now)
    keep_alarms(bench.providers.values(), now=now)
    return close_finished_waves(now)


def keep_promises(bench: Bench) -> int:
    """Take what is due at each service and see it through, one batch after another."""
    campaigns = running_campaigns(bench.now())
    return sum(
        _keep_promises_at(provider, campaigns=campaigns, bench=bench)
        for provider in bench.providers.values()
    )


def call_when_late(bench: Bench) -> int:
    """See that somebody hears of what goes wrong."""
    now = bench.now()
    campaigns = running_campaigns(now)
    for provider in bench.providers.values():
        keep_lateness_alarms(provider, campaigns=campaigns, overdue=settings.ALARM_OVERDUE, now=now)
    return 0


def look_after(bench: Bench) -> int:
    """Give up, reopen and end what time has decided."""
    now = bench.now()
    _SHELF.clear_old(now=now)
    for provider in bench.providers.values():
        stand_down(provider, now=now)
    done = aftermath.reopen_mended(now) + aftermath.give_up_unseen(now)
    return done + aftermath.end_campaigns(now)


def rehearse(bench: Bench) -> int:
    """Plan what is to be rehearsed today, and take one rehearsal a piece further. Others
    get their turn between two pieces."""
    plan_rehearsals(bench.now())
    return rehearse_on(bench)


def mind_ages(bench: Bench) -> int:
    """Ask fans in time whose permission will be too old on the day."""
    now = bench.now()
    coming = Campaign.objects.running(now).with_release().filter(paused_at__isnull=True)
    return sum(
        keep_ages(campaign, provider=provider, now=now)
        for campaign in coming
        for provider in bench.providers.values()
    )


def overwrite(_bench: Bench) -> int:
    """See that nothing of a shredded grant stays on the disk."""
    overwrite_shredded()
    return 0


JOBS = (
    Job("release_day.watch", timedelta(seconds=1), watch_markets),
    Job("release_day.keep", timedelta(milliseconds=400), keep_promises),
    Job("release_day.call", timedelta(seconds=20), call_when_late),
    Job("release_day.aftermath", timedelta(minutes=1), look_after),
    Job("release_day.rehearse", timedelta(seconds=2), rehearse),
    Job("release_day.ages", timedelta(hours=1), mind_ages),
    Job("release_day.overwrite", timedelta(seconds=15), overwrite),
)


def _keep_promises_at(provider: Provider, *, campaigns: list[Campaign], bench: Bench) -> int:
    markets = open_markets(provider, campaigns=campaigns, now=bench.now())
    began = time.monotonic()
    done = 0
    while time.monotonic() - began < _TURN and may_ask(provider, now=bench.now()):
        tasks = take_tasks(
            provider,
            open_markets=markets,
            opener=bench.opener,
            now=bench.now(),
            limit=_batch_size(provider),
        )
        if not tasks:
            break
        done += _work(provider, tasks=tasks, bench=bench)
        note_asked(provider)
    return done


def _batch_size(provider: Provider) -> int:
    return 1 if is_paused(provider) else _LARGEST_BATCH  # paused: a probe, is it mended?


def _work(provider: Provider, *, tasks: list[Task], bench: Bench) -> int:
    """First what has access from before the last silence; then refresh, record, write, record:
    a rotated secret is kept before it is used."""
    shelved = [_from_shelf(task, now=bench.now()) for task in tasks]
    done = _write_all(provider, ready=[one for one in shelved if one.access], bench=bench)
    left = [one.task for one in shelved if not one.access]
    ready: list[Refreshed] = []
    for batch in _refresh_all(provider, tasks=left, bench=bench):
        ready += record_refreshes(provider, refreshed=batch, opener=bench.opener)
        troubled = [trouble_for_all_steps(one) for one in batch if one.trouble]
        done += record_outcomes(provider, worked=troubled, chance=bench.chance, now=bench.now())
    return done + _write_all(provider, ready=ready, bench=bench)


def _from_shelf(task: Task, *, now: datetime) -> Refreshed:
    return Refreshed(task, _SHELF.take(task, now=now), None, now, now)


def _write_all(provider: Provider, *, ready: list[Refreshed], bench: Bench) -> int:
    """What met silence before it was sent keeps its access for the next window."""
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
                _SHELF.put(by_grant[task.grant_id], now=bench.now())
    return done


def _refresh_all(
    provider: Provider, *, tasks: list[Task], bench: Bench
) -> Iterator[list[Refreshed]]:
    """A secret that was just rotated lives in our memory alone until it is recorded, and a
    kill would cost that fan's grant: where a service rotates, few are on their way at once."""
    left, size = iter(tasks), _FEW
    while some := list(islice(left, size)):
        rotates = False
        refreshes = (refresh_task(provider, task=task, now=bench.now) for task in some)
        for batch in ask_all(provider, refreshes, bench=bench):
            rotates |= any(_may_be_rotating(one) for one in batch)
            yield batch
        size = _FEW if rotates else _LARGEST_BATCH


def _may_be_rotating(one: Refreshed) -> bool:
    # A dead grant says nothing yet: its secret may have been rotated just before a kill.
    is_dead = one.trouble is not None and one.trouble.result == Result.GONE
    return is_dead or (one.access is not None and bool(one.access.rotated))
