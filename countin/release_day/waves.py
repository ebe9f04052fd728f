"""Which promises fall due together, and in which markets the release is there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from countin.campaigns.models import Campaign, Timing
from countin.campaigns.watching import is_there, was_there, watch_market
from countin.presaves.models import PreSave
from countin.presaves.states import State, Step
from countin.presaves.wanting import markets_wanted
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
    watched = 0
    for campaign in campaigns:
        near = [
            market
            for market in markets_wanted(campaign, provider=provider.name)
            if campaign.release.moment_in(market) - _WATCH_AHEAD <= now
        ]
        for market in near:
            watch_market(campaign.release, provider=provider.name, market=market, now=now)
        plan_waves(campaign, provider=provider.name, markets=near)
        watched += len(near)
    return watched


def open_markets(
    provider: Provider, *, campaigns: Iterable[Campaign], now: datetime
) -> list[OpenMarkets]:
    """Where promises may be kept now, the earliest moment first."""
    found = []
    for campaign in campaigns:
        markets = tuple(
            market
            for market in _markets_with_saves(campaign, provider=provider.name)
            if campaign.release.moment_in(market) <= now
            and is_there(campaign.release, provider=provider, market=market, now=now)
        )
        if markets:
            _note_opening(campaign, provider=provider.name, markets=markets, now=now)
            found.append(OpenMarkets(campaign.pk, markets))
    return found


def markets_open_since(
    provider: Provider, *, campaigns: Iterable[Campaign], since: datetime
) -> list[OpenMarkets]:
    """Where promises that are still waiting could have been kept from that moment on."""
    found = []
    for campaign in campaigns:
        markets = tuple(
            market
            for market in _markets_with_saves(campaign, provider=provider.name)
            if was_there(campaign.release, provider=provider, market=market, by=since)
        )
        found += [OpenMarkets(campaign.pk, markets)] if markets else []
    return found


def plan_waves(campaign: Campaign, *, provider: str, markets: Iterable[str]) -> None:
    """A wave for each moment at which promises of these markets fall due."""
    by_moment: dict[datetime, list[str]] = defaultdict(list)
    for market in markets:
        by_moment[campaign.release.moment_in(market)].append(market)
    for due_at, together in by_moment.items():
        wave, created = Wave.objects.get_or_create(
            campaign=campaign,
            provider=provider,
            due_at=due_at,
            defaults={"markets": _markets_of(campaign, sorted(together))},
        )
        known = wave.markets or []
        if not created and wave.markets is not None and set(together) - set(known):
            wave.markets = sorted({*known, *together})
            wave.done_at = None
            wave.save(update_fields=["markets", "done_at"])


def close_finished_waves(now: datetime) -> int:
    """Waves in which no promise is left on its way; each leaves its summary."""
    finished = 0
    open_waves = Wave.objects.filter(done_at__isnull=True, opened_at__isnull=False)
    for wave in open_waves.select_related("campaign__workspace", "campaign__release"):
        on_their_way = PreSave.objects.filter(
            campaign_id=wave.campaign_id, provider=wave.provider, state=State.PROMISED
        )
        if wave.markets is not None:
            on_their_way = on_their_way.filter(market__in=wave.markets)
        if not on_their_way.exists():
            finished += _close(wave, now=now)
    return finished


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


def _markets_with_saves(campaign: Campaign, *, provider: str) -> list[str]:
    due = PreSave.objects.filter(
        campaign=campaign, provider=provider, state=State.PROMISED, next_step=Step.SAVE
    )
    markets = due.values_list("market", flat=True).distinct().order_by("market")
    return sorted(markets, key=campaign.release.moment_in)


def _note_opening(
    campaign: Campaign, *, provider: str, markets: Iterable[str], now: datetime
) -> None:
    moments = {campaign.release.moment_in(market) for market in markets}
    Wave.objects.filter(
        campaign=campaign, provider=provider, due_at__in=moments, opened_at__isnull=True
    ).update(opened_at=now)


def _markets_of(campaign: Campaign, markets: list[str]) -> list[str] | None:
    return None if campaign.release.timing == Timing.GLOBAL else markets
