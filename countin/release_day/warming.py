"""Warm-up: access for the first fans of a wave, got ahead of its moment, so that their saves alone
are left to do. It stands sealed beside each grant (fans.ahead): any worker can use it."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from countin.campaigns.models import Campaign
from countin.fans.ahead import keep_access
from countin.pacing.accounts import load_standing
from countin.pacing.budget import CALLS_A_TASK, has_calls_left, within_budget
from countin.pacing.crashes import note_asked
from countin.pacing.models import ProviderAccount
from countin.presaves.wanting import waiting_markets
from countin.providers.contract import Provider
from countin.release_day.asking import ask_all
from countin.release_day.attempting import refresh_task
from countin.release_day.models import Wave
from countin.release_day.recording import record_outcomes, record_refreshes
from countin.release_day.rehearsal.trying import rotates
from countin.release_day.shards import Group, Kind
from countin.release_day.steps import Catalogue
from countin.release_day.taking import take_tasks
from countin.release_day.tasks import Refreshed, Task
from countin.release_day.untried import as_if_untried
from countin.release_day.warmth import Warmth
from countin.release_day.waves import running_campaigns
from countin.workspaces.jobs import Bench

# From ten minutes before the moment to one: a rolling window is free again when the saves begin.
_FROM, _TO = timedelta(minutes=10), timedelta(minutes=1)
_PIECE = 100
# Of a window whose size is known, at most half is used up in a minute.
_PIECES_A_WINDOW = 120


def warm_up(bench: Bench) -> int:
    """One piece further for each wave that is near. Returns how many permissions were asked for.

    Of several workers one does it at a time; how far it got stands in the wave's row.
    """
    now = bench.now()
    near = [
        campaign for campaign in running_campaigns(now) if campaign.release.last_moment > now + _TO
    ]
    done = 0
    for provider in bench.savers if near else ():
        for group, wave in _coming(provider, campaigns=near, now=now):
            warmth = Warmth.from_plain(wave.warmed)
            if not warmth.is_over and _may_warm(provider, moment=wave.due_at, now=bench.now()):
                done += _warm(provider, group=group, warmth=warmth, wave=wave, bench=bench)
    return done


def _coming(
    provider: Provider, *, campaigns: list[Campaign], now: datetime
) -> Iterator[tuple[Group, Wave]]:
    """Waves of these minutes with whoever waits in them; each was written down an hour before."""
    if not provider.abilities.refreshable or not provider.can_look:
        return
    known = {campaign.pk: campaign for campaign in campaigns}
    waves = Wave.objects.filter(
        provider=provider.name, campaign__in=known, due_at__gt=now + _TO, due_at__lte=now + _FROM
    )
    coming = {(wave.campaign_id, wave.due_at): wave for wave in waves.order_by("due_at", "pk")}
    if not coming:
        return
    waiting: dict[tuple[int, datetime], list[str]] = defaultdict(list)
    for one in waiting_markets(known, provider=provider.name, now=now):
        moment = known[one.campaign_id].release.moment_in(one.market)
        waiting[one.campaign_id, moment].append(one.market)
    for key, wave in coming.items():
        if markets := waiting[key]:
            yield Group(provider.name, Kind.SAVE, wave.campaign_id, tuple(markets)), wave


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


def _warm(provider: Provider, *, group: Group, warmth: Warmth, wave: Wave, bench: Bench) -> int:
    size = warmth.next_piece(_piece_of(provider))
    most = CALLS_A_TASK * max(1, size)
    with within_budget(provider, most=most, now=bench.now(), is_door=False) as calls:
        some = min(size, calls // CALLS_A_TASK)
        shard = group.cut(after=warmth.reached, size=some, now=bench.now()) if some else None
        if shard is None:
            warmth.is_over = True
            _write_down(warmth, wave=wave)
            return 0
        warmth.reached = shard.last
        tasks = take_tasks(
            Catalogue(provider), shard=shard, opener=bench.opener, now=bench.now(), limit=size
        )
        began = time.monotonic()
        for batch in _refresh(provider, tasks=tasks, bench=bench):
            _keep(provider, batch=batch, warmth=warmth, moment=wave.due_at, bench=bench)
        warmth.learn_speed(
            many=len(tasks),
            seconds=time.monotonic() - began,
            calls_each=max((len(task.steps) for task in tasks), default=1),
        )
        _write_down(warmth, wave=wave)
    note_asked(provider)
    return len(tasks)


def _write_down(warmth: Warmth, *, wave: Wave) -> None:
    Wave.objects.filter(pk=wave.pk).update(warmed=warmth.as_plain())


def _piece_of(provider: Provider) -> int:
    known = ProviderAccount.objects.of(provider).values_list("window_size", flat=True).first()
    return _PIECE if known is None else max(1, min(_PIECE, known // _PIECES_A_WINDOW))


def _refresh(provider: Provider, *, tasks: list[Task], bench: Bench) -> Iterator[list[Refreshed]]:
    refreshes = (refresh_task(provider, task=task, now=bench.now) for task in tasks)
    yield from ask_all(provider, refreshes, bench=bench)


def _keep(
    provider: Provider, *, batch: list[Refreshed], warmth: Warmth, moment: datetime, bench: Bench
) -> None:
    """A rotated secret first, then the access, then the permissions given back: with those goes
    the access of whoever withdrew meanwhile. Whose claim was lost is left out."""
    ready = record_refreshes(provider, refreshed=batch, opener=bench.opener)
    with transaction.atomic():
        for one in ready:
            assert one.access is not None
            is_kept = keep_access(
                one.access,
                grant_id=one.task.grant_id,
                connection_id=one.task.connection_id,
                provider=provider.name,
                fence=one.task.fence,
                opener=bench.opener,
            )
            if is_kept:
                warmth.add(one.access, moment=moment)
    worked = [as_if_untried(one) for one in batch]
    record_outcomes(provider, worked=worked, chance=bench.chance, now=bench.now())
