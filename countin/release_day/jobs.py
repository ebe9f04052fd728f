"""What the worker looks after on release day, and before and after it."""

import time
from datetime import timedelta

from django.conf import settings

from countin.campaigns.models import Campaign
from countin.fans.ahead import forget_old_access
from countin.fans.grants import overwrite_shredded
from countin.pacing.talking import may_hand_over
from countin.providers.contract import Provider
from countin.release_day import aftermath
from countin.release_day.alarms import keep_alarms
from countin.release_day.canaries.tending import tend_canaries
from countin.release_day.dropping import drop_ended
from countin.release_day.keeping import SHELF, keep_shard
from countin.release_day.lateness import keep_lateness_alarms
from countin.release_day.outages import keep_outage
from countin.release_day.rehearsal.ageing import keep_ages
from countin.release_day.rehearsal.planning import plan_rehearsals
from countin.release_day.rehearsal.rehearsing import rehearse_on
from countin.release_day.shards import Shard
from countin.release_day.sweeping import cut_shards, due_groups
from countin.release_day.taking_turns import turns_at
from countin.release_day.warming import warm_up
from countin.release_day.waves import (
    close_finished_waves,
    running_campaigns,
    watch_due_markets,
)
from countin.workspaces.jobs import Bench, Job

# Others get their turn after this long; what is left is taken in the next round.
_TURN = 2.0


def watch_markets(bench: Bench) -> int:
    """See that every market with promises is looked at from its moment on."""
    now = bench.now()
    campaigns = running_campaigns(now)
    for provider in bench.savers:
        watch_due_markets(provider, campaigns=campaigns, now=now)
    keep_alarms(bench.savers, now=now)
    return close_finished_waves(now)


def keep_promises(bench: Bench) -> int:
    """Find what is due at each service, and see it through, or hand it over to whoever is free."""
    campaigns = running_campaigns(bench.now())
    keep = _keep_promises_at if bench.queue is None else _hand_over_at
    return sum(keep(provider, campaigns=campaigns, bench=bench) for provider in bench.savers)


def call_when_late(bench: Bench) -> int:
    """See that somebody hears of what goes wrong."""
    now = bench.now()
    campaigns = running_campaigns(now)
    for provider in bench.savers:
        keep_lateness_alarms(provider, campaigns=campaigns, overdue=settings.ALARM_OVERDUE, now=now)
    return 0


def look_after(bench: Bench) -> int:
    """Give up, reopen and end what time has decided."""
    now = bench.now()
    SHELF.clear_old(now=now)
    forget_old_access(now)
    done = sum(keep_outage(provider, now=now) for provider in bench.savers)
    until = time.monotonic() + _TURN

    def is_over() -> bool:
        return time.monotonic() >= until

    done += aftermath.reopen_mended(now, is_over=is_over)
    done += aftermath.give_up_unseen(now, is_over=is_over)
    done += aftermath.end_campaigns(now, providers=bench.providers, is_over=is_over)
    return done + drop_ended(providers=bench.providers, is_over=is_over, now=now)


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
        for provider in bench.savers
    )


def overwrite(_bench: Bench) -> int:
    """See that nothing of a shredded grant stays on the disk."""
    overwrite_shredded()
    return 0


JOBS = (
    Job("release_day.watch", timedelta(seconds=1), watch_markets),
    Job("release_day.canaries", timedelta(seconds=1), tend_canaries),
    Job("release_day.warm", timedelta(seconds=1), warm_up),
    Job("release_day.keep", timedelta(milliseconds=400), keep_promises),
    Job("release_day.call", timedelta(seconds=20), call_when_late),
    Job("release_day.aftermath", timedelta(minutes=1), look_after),
    Job("release_day.rehearse", timedelta(seconds=2), rehearse),
    Job("release_day.ages", timedelta(hours=1), mind_ages),
    Job("release_day.overwrite", timedelta(seconds=15), overwrite),
)


def _keep_promises_at(provider: Provider, *, campaigns: list[Campaign], bench: Bench) -> int:
    if not may_hand_over(provider, now=bench.now()):
        return 0
    until = time.monotonic() + _TURN
    groups = due_groups(provider, campaigns=campaigns, now=bench.now())
    done = 0
    with turns_at(provider) as turns:
        for shard in cut_shards(groups, turns=turns, now=bench.now()):
            done += keep_shard(shard, bench=bench, until=until)
            if time.monotonic() >= until or not may_hand_over(provider, now=bench.now()):
                break
    return done


def _hand_over_at(provider: Provider, *, campaigns: list[Campaign], bench: Bench) -> int:
    """As many as keep every worker busy until the next sweep: with more in the queue, nobody
    would have a turn who comes later."""
    queue = bench.queue
    assert queue is not None
    now = bench.now()
    if not may_hand_over(provider, now=now) or (room := queue.room()) <= 0:
        return 0
    out = [Shard.from_plain(plain) for plain in queue.handed(now)]
    groups = due_groups(provider, campaigns=campaigns, now=now)
    handed = 0
    with turns_at(provider) as turns:
        for shard in cut_shards(groups, turns=turns, out=out, now=now):
            handed += queue.hand(shard.name, shard.as_plain(), now=now)
            if handed >= room:
                break
    return handed
