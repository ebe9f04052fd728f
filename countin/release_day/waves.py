"""Which promises fall due together, and in which markets the release is there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from countin.campaigns.models import Campaign, Release, Timing
from countin.campaigns.watching import watch_markets, where_there
from countin.presaves.wanting import waiting_markets
from countin.providers.contract import Provider
from countin.release_day.models import Wave
from countin.release_day.summaries import summarize_wave
from countin.release_day.wave_notices import WAVE_DONE, wave_subject, wave_words
from countin.workspaces.notices import write_notice

# Markets are watched from this long before their moment, so that the first look is on time.
_WATCH_AHEAD = timedelta(hours=1)


@dataclass(frozen=True)
class OpenMarkets:
    """Markets of one campaign whose moment has come and that show the release."""

    campaign_id: int
    markets: tuple[str, ...]


def running_campaigns(now: datetime) -> list[Campaign]:
    """Campaigns whose release is near or past, and not yet ended or paused."""
    near = Campaign.objects.running(now).with_release().filter(paused_at__isnull=True)
    return [
        campaign
        for campaign in near.filter(release__release_date__lte=(now + timedelta(days=2)).date())
        if campaign.release.first_moment - _WATCH_AHEAD <= now
    ]


def watch_due_markets(provider: Provider, *, campaigns: Iterable[Campaign], now: datetime) -> int:
    """Ask for a look in every market that has promises and whose moment is near.

    Writes the waves down as they come; returns how many markets are watched.
    """
    known = {campaign.pk: campaign for campaign in campaigns}
    near: dict[int, list[str]] = defaultdict(list)
    for one in waiting_markets(known, provider=provider.name, now=now):
        if known[one.campaign_id].release.moment_in(one.market) - _WATCH_AHEAD <= now:
            near[one.campaign_id].append(one.market)
    for campaign_id, markets in near.items():
        release = known[campaign_id].release
        watch_markets(release, provider=provider.name, markets=markets, now=now)
        plan_waves(known[campaign_id], provider=provider.name, markets=markets)
    return sum(len(markets) for markets in near.values())


def open_markets(
    provider: Provider, *, campaigns: Iterable[Campaign], now: datetime
) -> list[OpenMarkets]:
    """Where promises may be kept now and some are due, the earliest moment first."""
    known = {campaign.pk: campaign for campaign in campaigns}
    due = _due_markets(provider, known=known, now=now)
    # Ever: a clock that was set back since takes no release away.
    there = where_there(_releases(due, known=known), provider=provider) if due else None
    found = _shown(due, known=known, there=there)
    for one in found:
        campaign = known[one.campaign_id]
        _note_opening(campaign, provider=provider.name, markets=one.markets, now=now)
    return found


def markets_open_since(
    provider: Provider, *, campaigns: Iterable[Campaign], since: datetime
) -> list[OpenMarkets]:
    """Where promises that are still waiting could have been kept from that moment on."""
    known = {campaign.pk: campaign for campaign in campaigns}
    due = _due_markets(provider, known=known, now=since)
    there = where_there(_releases(due, known=known), provider=provider, by=since) if due else None
    return _shown(due, known=known, there=there)


def _due_markets(
    provider: Provider, *, known: Mapping[int, Campaign], now: datetime
) -> dict[int, list[str]]:
    due: dict[int, list[str]] = defaultdict(list)
    for one in waiting_markets(known, provider=provider.name, now=now):
        if one.has_due and known[one.campaign_id].release.moment_in(one.market) <= now:
            due[one.campaign_id].append(one.market)
    return due


def _releases(due: Iterable[int], *, known: Mapping[int, Campaign]) -> list[Release]:
    return [known[campaign_id].release for campaign_id in due]


def _shown(
    due: Mapping[int, list[str]],
    *,
    known: Mapping[int, Campaign],
    there: set[tuple[int, str]] | None,
) -> list[OpenMarkets]:
    found = []
    for campaign_id, markets in due.items():
        release = known[campaign_id].release
        shown = [one for one in markets if there is None or (release.pk, one) in there]
        if shown:
            found.append(OpenMarkets(campaign_id, tuple(sorted(shown, key=release.moment_in))))
    return found


def plan_waves(campaign: Campaign, *, provider: str, markets: Iterable[str]) -> None:
    """A wave for each moment at which promises of these markets fall due. One query where all of
    them are known."""
    by_moment: dict[datetime, list[str]] = defaultdict(list)
    for market in markets:
        by_moment[campaign.release.moment_in(market)].append(market)
    planned = Wave.objects.filter(campaign=campaign, provider=provider, due_at__in=list(by_moment))
    known = dict(planned.values_list("due_at", "markets"))
    for due_at, together in by_moment.items():
        if due_at in known and not set(together) - set(known[due_at] or together):
            continue
        _plan_wave(campaign, provider=provider, due_at=due_at, markets=together)


def _plan_wave(
    campaign: Campaign, *, provider: str, due_at: datetime, markets: Iterable[str]
) -> None:
    wave, created = Wave.objects.get_or_create(
        campaign=campaign,
        provider=provider,
        due_at=due_at,
        defaults={"markets": _markets_of(campaign, sorted(markets))},
    )
    if not created and wave.markets is not None:
        wave.markets = sorted({*wave.markets, *markets})
        wave.done_at = None
        wave.save(update_fields=["markets", "done_at"])


def close_finished_waves(now: datetime) -> int:
    """Waves in which no promise is left on its way; each leaves its summary."""
    open_waves = list(
        Wave.objects.filter(done_at__isnull=True, opened_at__isnull=False).select_related(
            "campaign__workspace", "campaign__release"
        )
    )
    waiting: dict[tuple[int, str], set[str]] = defaultdict(set)
    for provider in {wave.provider for wave in open_waves}:
        ids = {wave.campaign_id for wave in open_waves if wave.provider == provider}
        for one in waiting_markets(ids, provider=provider, now=now):
            waiting[one.campaign_id, provider].add(one.market)
    return sum(
        _close(wave, now=now)
        for wave in open_waves
        if not _left_of(wave, waiting=waiting[wave.campaign_id, wave.provider])
    )


def _left_of(wave: Wave, *, waiting: set[str]) -> set[str]:
    return waiting if wave.markets is None else waiting & set(wave.markets)


def _close(wave: Wave, *, now: datetime) -> int:
    """With its summary, of which the operator hears."""
    summary = summarize_wave(wave, now=now)
    with transaction.atomic():
        closed = Wave.objects.filter(pk=wave.pk, done_at__isnull=True).update(
            done_at=now, summary=summary
        )
        if closed and summary["total"]:
            write_notice(
                WAVE_DONE,
                subject=wave_subject(wave),
                words=wave_words(wave, summary=summary),
                workspace=wave.campaign.workspace,
                now=now,
            )
    return closed


def _note_opening(
    campaign: Campaign, *, provider: str, markets: Iterable[str], now: datetime
) -> None:
    moments = {campaign.release.moment_in(market) for market in markets}
    Wave.objects.filter(
        campaign=campaign, provider=provider, due_at__in=moments, opened_at__isnull=True
    ).update(opened_at=now)


def _markets_of(campaign: Campaign, markets: list[str]) -> list[str] | None:
    return None if campaign.release.timing == Timing.GLOBAL else markets
