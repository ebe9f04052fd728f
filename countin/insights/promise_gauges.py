"""Gauges of promises: each row of a campaign in release is looked at once, by an index."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.waits import LOOKS_FOR
from countin.insights import gauges
from countin.insights.gauges import Reading, Values
from countin.presaves.models import PreSave, PreSaveQuerySet
from countin.presaves.states import State, Step
from countin.providers.contract import Provider

OVERDUE_AFTER = timedelta(minutes=5)
_Counts = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class _Waiting:
    """Promises on their way that share campaign, service and market. `unset` ones wait for
    nothing but their market; for `set_late` ones a try was set for five minutes ago or more."""

    campaign: Campaign
    provider: str
    market: str
    how_many: int
    unset: int
    set_late: int
    first_try_at: datetime | None

    @property
    def moment(self) -> datetime:
        return self.campaign.release.moment_in(self.market)


def in_release(campaigns: Iterable[Campaign], *, now: datetime) -> list[Campaign]:
    """From the first moment until no market is looked for any more."""
    return [
        campaign
        for campaign in campaigns
        if campaign.release.first_moment <= now < campaign.release.last_moment + LOOKS_FOR
    ]


def measure_promises(
    campaigns: Iterable[Campaign], *, providers: Mapping[str, Provider], now: datetime
) -> list[Reading]:
    """States, reasons, what is due and what is overdue, from four queries. `campaigns` are
    those that run; what is due in a paused one is held up on purpose, and so not overdue."""
    begun = {row.pk: row for row in campaigns if row.release.first_moment <= now < row.ends_at}
    waiting = _read_waiting(begun, providers=providers, now=now)
    shown = {row.pk for row in in_release(begun.values(), now=now)}
    states, reasons = _read_ended(shown, providers=providers)
    for cell in waiting:
        if cell.campaign.pk in shown:
            states[cell.provider, State.PROMISED.value] += cell.how_many
    whole: Values = {(name, state.value): 0.0 for name in providers for state in State}
    whole.update(states)
    return [
        Reading(gauges.PROMISES, whole),
        Reading(gauges.UNKEPT, {**reasons}),
        *_measure_due(waiting, providers=providers, now=now),
    ]


def _read_waiting(
    begun: Mapping[int, Campaign], *, providers: Iterable[str], now: datetime
) -> list[_Waiting]:
    save = Q(next_step=Step.SAVE)
    cells = _rows_of(begun, providers=providers).filter(state=State.PROMISED)
    rows = cells.values_list("campaign_id", "provider", "market").annotate(
        how_many=Count("pk"),
        unset=Count("pk", filter=save & Q(next_attempt_at__isnull=True)),
        set_late=Count("pk", filter=save & Q(next_attempt_at__lte=now - OVERDUE_AFTER)),
        first_try_at=Min("next_attempt_at", filter=save),
    )
    return [_Waiting(begun[campaign], *rest) for campaign, *rest in rows.order_by()]


def _read_ended(campaigns: Iterable[int], *, providers: Iterable[str]) -> tuple[_Counts, _Counts]:
    """Promises no longer on their way, by state and by reason. The states are read from the
    index alone, which a million saved ones need; few carry a reason."""
    rows = _rows_of(campaigns, providers=providers)
    states: _Counts = Counter()
    reasons: _Counts = Counter()
    ended = rows.filter(state__in=[State.SAVED, State.WITHDRAWN]).values_list("provider", "state")
    for provider, state, how_many in ended.annotate(how_many=Count("pk")).order_by():
        states[provider, state] += how_many
    unkept = rows.filter(state__in=[State.NEEDS_FAN, State.FAILED])
    told = unkept.values_list("provider", "state", "reason").annotate(how_many=Count("pk"))
    for provider, state, reason, how_many in told.order_by():
        states[provider, state] += how_many
        reasons[provider, reason] += how_many
    return states, reasons


def _rows_of(campaigns: Iterable[int], *, providers: Iterable[str]) -> PreSaveQuerySet:
    """Both are named, so that the index leads to the states that are asked for."""
    return PreSave.objects.filter(campaign__in=list(campaigns), provider__in=list(providers))


def _measure_due(
    waiting: Iterable[_Waiting], *, providers: Mapping[str, Provider], now: datetime
) -> Iterable[Reading]:
    due: Values = dict.fromkeys(((name,) for name in providers), 0.0)
    overdue, oldest = dict(due), dict(due)
    come = [cell for cell in waiting if cell.moment <= now]
    for cell, open_at in _opened(come, providers=providers):
        key = (cell.provider,)
        due[key] += cell.how_many
        if open_at is None or cell.campaign.paused_at is not None:
            continue
        if open_at <= now - OVERDUE_AFTER:
            overdue[key] += cell.unset + cell.set_late
        oldest[key] = max(oldest[key], _waits_since(cell, open_at=open_at, now=now))
    yield Reading(gauges.DUE, due)
    yield Reading(gauges.OVERDUE, overdue)
    yield Reading(gauges.OLDEST_OVERDUE, oldest)


def _opened(
    come: list[_Waiting], *, providers: Mapping[str, Provider]
) -> Iterable[tuple[_Waiting, datetime | None]]:
    """Each with the moment from which it could be kept. None: its market doesn't show it yet."""
    releases = {cell.campaign.release.pk for cell in come}
    sightings = Sighting.objects.filter(release__in=releases, seen_at__isnull=False)
    rows = sightings.values_list("release_id", "provider", "market", "seen_at")
    seen = {(release, name, market): seen_at for release, name, market, seen_at in rows}
    for cell in come:
        if not providers[cell.provider].can_look:
            yield cell, cell.moment
            continue
        seen_at = seen.get((cell.campaign.release.pk, cell.provider, cell.market))
        yield cell, max(cell.moment, seen_at) if seen_at else None


def _waits_since(cell: _Waiting, *, open_at: datetime, now: datetime) -> float:
    """Seconds for which its oldest promise could have been kept; 0 where all wait for a try
    that is still to come."""
    begins = [open_at] if cell.unset else []
    if cell.first_try_at is not None:
        begins.append(max(open_at, cell.first_try_at))
    return max(0.0, (now - min(begins, default=now)).total_seconds())
