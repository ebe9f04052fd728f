"""Every gauge of `/metrics` as of a moment, from fifteen queries, however many fans there are."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from countin.campaigns.models import Campaign
from countin.insights import gauges
from countin.insights.gauges import Reading, Values
from countin.insights.promise_gauges import in_release, measure_promises
from countin.messaging.models import Mail, OutgoingQuerySet, Push
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider
from countin.release_day.lateness import IN_VAIN
from countin.release_day.models import Attempt, AttemptKind, Rehearsal, Wave
from countin.workspaces.models import Alarm
from countin.workspaces.signs import last_sign
from countin.workspaces.standstill import stands_still_since

# As the alarm for saves in vain counts.
_WINDOW = timedelta(minutes=10)
_MESSAGE_LATE_AFTER = timedelta(minutes=5)
_COMING = timedelta(days=7)


def measure(providers: Mapping[str, Provider], *, now: datetime) -> list[Reading]:
    """Reads rows alone, so that every process tells the same. No fan can be told from it."""
    campaigns = list(Campaign.objects.running(now).select_related("release"))
    return [
        *measure_promises(campaigns, providers=providers, now=now),
        *_measure_waves(in_release(campaigns, now=now), providers=providers),
        *_measure_tries(providers, now=now),
        *_measure_accounts(providers, now=now),
        *_measure_worker(now),
        Reading(gauges.ALARMS, _count_alarms()),
        *_measure_messages(now),
        *_measure_coming(campaigns, now=now),
    ]


def _measure_waves(
    campaigns: Iterable[Campaign], *, providers: Mapping[str, Provider]
) -> Iterable[Reading]:
    rows = Wave.objects.filter(campaign__in=list(campaigns))
    yield from _by_provider(
        rows,
        providers=providers,
        whole=gauges.WAVES,
        part=gauges.WAVES_DONE,
        is_part=Q(done_at__isnull=False),
    )


def _measure_tries(providers: Mapping[str, Provider], *, now: datetime) -> Iterable[Reading]:
    rows = Attempt.objects.filter(
        provider__in=list(providers), kind=AttemptKind.SAVE, finished_at__gt=now - _WINDOW
    )
    yield from _by_provider(
        rows,
        providers=providers,
        whole=gauges.TRIED,
        part=gauges.IN_VAIN,
        is_part=Q(outcome__in=IN_VAIN),
    )


def _by_provider(
    rows: QuerySet[Any],
    *,
    providers: Iterable[str],
    whole: gauges.Gauge,
    part: gauges.Gauge,
    is_part: Q,
) -> Iterable[Reading]:
    """Two gauges from one query; 0 for services without a row."""
    counts = rows.values_list("provider").annotate(
        whole=Count("pk"), part=Count("pk", filter=is_part)
    )
    found = {name: (all_of_them, some) for name, all_of_them, some in counts.order_by()}
    yield Reading(whole, {(name,): found.get(name, (0, 0))[0] for name in providers})
    yield Reading(part, {(name,): found.get(name, (0, 0))[1] for name in providers})


def _measure_accounts(providers: Mapping[str, Provider], *, now: datetime) -> Iterable[Reading]:
    accounts = {(row.provider, row.client_id): row for row in ProviderAccount.objects.all()}
    paused: Values = {}
    cooldown: Values = {}
    for name, provider in providers.items():
        account = accounts.get((name, provider.client_id))
        until = account.blocked_until if account else None
        paused[name,] = float(account is not None and account.paused_at is not None)
        cooldown[name,] = max(0.0, (until - now).total_seconds()) if until else 0.0
    yield Reading(gauges.PAUSED, paused)
    yield Reading(gauges.COOLDOWN, cooldown)


def _measure_worker(now: datetime) -> Iterable[Reading]:
    seen_at = last_sign()
    silent: Values = {(): max(0.0, (now - seen_at).total_seconds())} if seen_at else {}
    yield Reading(gauges.WORKER_SILENT, silent)
    yield Reading(gauges.STANDSTILL, {(): float(stands_still_since() is not None)})


def _count_alarms() -> Values:
    """Subjects are left out: some name what an operator wrote."""
    kinds = Alarm.objects.filter(cleared_at__isnull=True).values_list("kind")
    return {(kind,): count for kind, count in kinds.annotate(count=Count("pk")).order_by()}


def _measure_messages(now: datetime) -> Iterable[Reading]:
    ways: tuple[tuple[str, OutgoingQuerySet], ...] = (
        ("mail", Mail.objects.unsettled()),
        ("push", Push.objects.unsettled()),
    )
    is_late = Q(made_at__lt=now - _MESSAGE_LATE_AFTER)
    counted = {
        (way,): rows.aggregate(queued=Count("pk"), late=Count("pk", filter=is_late))
        for way, rows in ways
    }
    yield Reading(gauges.QUEUED, {key: counts["queued"] for key, counts in counted.items()})
    yield Reading(gauges.MESSAGES_OVERDUE, {key: one["late"] for key, one in counted.items()})


def _measure_coming(campaigns: Iterable[Campaign], *, now: datetime) -> Iterable[Reading]:
    """A paused campaign is not rehearsed, so nobody is called for it."""
    coming = [
        campaign
        for campaign in campaigns
        if campaign.paused_at is None and now < campaign.release.first_moment <= now + _COMING
    ]
    done = Rehearsal.objects.filter(campaign__in=coming, done_at__isnull=False)
    last = dict(done.values_list("campaign_id").annotate(last=Max("done_at")).order_by())
    ages: Values = {
        (campaign.slug,): (now - last[campaign.pk]).total_seconds() if campaign.pk in last else inf
        for campaign in coming
    }
    left: Values = {(one.slug,): (one.release.first_moment - now).total_seconds() for one in coming}
    yield Reading(gauges.REHEARSAL_AGE, ages)
    yield Reading(gauges.RELEASE_IN, left)
