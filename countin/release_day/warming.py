"""Warm-up: access for the first fans of a wave, got ahead of its moment, so that their saves alone
are left to do. In the memory of the worker that will use it, and nowhere else."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.campaigns.models import Campaign
from countin.pacing.accounts import load_standing
from countin.pacing.budget import CALLS_A_TASK, has_calls_left, within_budget
from countin.pacing.crashes import note_asked
from countin.pacing.models import ProviderAccount
from countin.presaves.wanting import waiting_markets
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task
from countin.release_day.keeping import SHELF
from countin.release_day.models import Wave
from countin.release_day.recording import record_outcomes, record_refreshes
from countin.release_day.rehearsal.trying import rotates
from countin.release_day.shards import Group, Kind
from countin.release_day.shelf import MOST_KEPT
from countin.release_day.steps import Catalogue
from countin.release_day.taking import take_tasks
from countin.release_day.tasks import Refreshed, Task
from countin.release_day.untried import as_if_untried
from countin.release_day.waves import running_campaigns
from countin.workspaces.jobs import Bench

# From ten minutes before the moment to one: a rolling window is free again when the saves begin.
_FROM, _TO = timedelta(minutes=10), timedelta(minutes=1)
_PIECE = 100
# Of a window whose size is known, at most half is used up in a minute.
_PIECES_A_WINDOW = 120


@dataclass
class _Warmth:
    """How far one wave is warmed, in this process: it is lost with the access it tells of."""

    reached: int = 0  # the last promise's id
    many: int = 0  # accesses kept
    life: timedelta | None = None  # what the shortest of them has left at the moment
    most: int = MOST_KEPT
    is_over: bool = False


_WARMTH: dict[tuple[str, int, datetime], _Warmth] = {}


def warm_up(bench: Bench) -> int:
    """One piece further for each wave that is near. Returns how many permissions were asked for.

    With several workers nothing is warmed: which of them will take a promise nobody knows, and
    access in another's memory is a call in vain.
    """
    now = bench.now()
    _forget_past(now)
    if bench.queue is not None and bench.queue.workers() > 1:
        return 0
    near = [
        campaign for campaign in running_campaigns(now) if campaign.release.last_moment > now + _TO
    ]
    done = 0
    for provider in bench.providers.values() if near else ():
        for group, moment in _coming(provider, campaigns=near, now=now):
            warmth = _WARMTH.setdefault((provider.name, group.campaign_id, moment), _Warmth())
            if not warmth.is_over and _may_warm(provider, moment=moment, now=bench.now()):
                done += _warm(provider, group=group, warmth=warmth, moment=moment, bench=bench)
    return done


def room_left(*, many: int, seconds: float, calls_each: int, life: timedelta) -> int:
    """Accesses that can be used while they work: at the speed at which `many` calls took
    `seconds`, with so many calls for each, and so much of their life left at the moment."""
    if life <= timedelta():
        return 0
    a_second = many / max(seconds, 0.001)
    return min(MOST_KEPT, int(a_second * life.total_seconds() / calls_each))


def _coming(
    provider: Provider, *, campaigns: list[Campaign], now: datetime
) -> Iterator[tuple[Group, datetime]]:
    if not provider.abilities.refreshable or not provider.can_look:
        return
    known = {campaign.pk: campaign for campaign in campaigns}
    coming: dict[tuple[int, datetime], list[str]] = defaultdict(list)
    for one in waiting_markets(known, provider=provider.name, now=now):
        moment = known[one.campaign_id].release.moment_in(one.market)
        if now + _TO < moment <= now + _FROM:
            coming[one.campaign_id, moment].append(one.market)
    for (campaign_id, moment), markets in sorted(coming.items()):
        yield Group(provider.name, Kind.SAVE, campaign_id, tuple(markets)), moment


def _may_warm(provider: Provider, *, moment: datetime, now: datetime) -> bool:
    """Not while it is silent or paused, or was silent in these ten minutes; not where permissions
    are good for one use; not while other fans have their night there; within the day's budget."""
    if load_standing(provider) or provider.gate.closed_until() is not None:
        return False
    was_silent = ProviderAccount.objects.of(provider).filter(blocked_until__gt=moment - _FROM)
    if was_silent.exists() or rotates(provider) or _is_busy(provider):
        return False
    return has_calls_left(provider, now=now, is_door=False)


def _is_busy(provider: Provider) -> bool:
    return Wave.objects.filter(
        provider=provider.name, opened_at__isnull=False, done_at__isnull=True
    ).exists()


def _warm(
    provider: Provider, *, group: Group, warmth: _Warmth, moment: datetime, bench: Bench
) -> int:
    size = min(_piece_of(provider), warmth.most - warmth.many)
    if not warmth.many:
        size = min(size, 1)  # the first tells whether permissions are good for one use
    if size <= 0:
        warmth.is_over = True
        return 0
    most = CALLS_A_TASK * size
    with within_budget(provider, most=most, now=bench.now(), is_door=False) as calls:
        some = calls // CALLS_A_TASK
        shard = group.cut(after=warmth.reached, size=some, now=bench.now()) if some else None
        if shard is None:
            warmth.is_over = True
            return 0
        warmth.reached = shard.last
        tasks = take_tasks(
            Catalogue(provider), shard=shard, opener=bench.opener, now=bench.now(), limit=size
        )
        began = time.monotonic()
        for batch in _refresh(provider, tasks=tasks, bench=bench):
            _keep(provider, batch=batch, warmth=warmth, moment=moment, bench=bench)
        _learn_speed(warmth, tasks=tasks, seconds=time.monotonic() - began)
    note_asked(provider)
    return len(tasks)


def _piece_of(provider: Provider) -> int:
    known = ProviderAccount.objects.of(provider).values_list("window_size", flat=True).first()
    return _PIECE if known is None else max(1, min(_PIECE, known // _PIECES_A_WINDOW))


def _refresh(provider: Provider, *, tasks: list[Task], bench: Bench) -> Iterator[list[Refreshed]]:
    refreshes = (refresh_task(provider, task=task, now=bench.now) for task in tasks)
    yield from ask_all(provider, refreshes, bench=bench)


def _keep(
    provider: Provider, *, batch: list[Refreshed], warmth: _Warmth, moment: datetime, bench: Bench
) -> None:
    """A rotated secret first, then the permissions given back; whose claim was lost is left out."""
    now = bench.now()
    ready = record_refreshes(provider, refreshed=batch, opener=bench.opener)
    worked = [as_if_untried(one) for one in batch]
    record_outcomes(provider, worked=worked, chance=bench.chance, now=now)
    for one in ready:
        assert one.access is not None
        SHELF.put(one, now=now, until=one.access.usable_until)
        warmth.many += 1
        life = one.access.usable_until - moment
        warmth.life = min(warmth.life or life, life)
        warmth.is_over |= one.access.rotated is not None or life <= timedelta()


def _learn_speed(warmth: _Warmth, *, tasks: list[Task], seconds: float) -> None:
    """A single call tells no speed."""
    if warmth.life is not None and len(tasks) > 1:
        warmth.most = room_left(
            many=len(tasks),
            seconds=seconds,
            calls_each=max(len(task.steps) for task in tasks),
            life=warmth.life,
        )


def _forget_past(now: datetime) -> None:
    for key in list(_WARMTH):
        if not now + _TO < key[2] <= now + _FROM:
            del _WARMTH[key]
