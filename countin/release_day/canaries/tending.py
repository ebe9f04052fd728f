"""The canaries' own job: asks for those whose moment has come, and decides about their waves."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from countin.campaigns.models import Campaign
from countin.campaigns.waits import LOOKS_FOR
from countin.campaigns.watching import is_there, watch_market
from countin.pacing.talking import may_ask
from countin.presaves.canaries import Canary, CanaryState
from countin.presaves.leaning import shred_unneeded
from countin.providers.contract import Provider
from countin.release_day.canaries.asking import ask_canaries
from countin.release_day.canaries.gating import canaries_on_duty
from countin.release_day.canaries.judging import Showed, must_hold, rule
from countin.release_day.canaries.letting_in import hold, let_in
from countin.release_day.canaries.verdicts import broken
from countin.release_day.models import LetIn, Wave
from countin.release_day.waves import running_campaigns
from countin.workspaces.jobs import Bench

# Once a market of its wave shows the release, a canary's own market has so long to do so.
_SHOWS_WITHIN = timedelta(minutes=5)


def tend_canaries(bench: Bench) -> int:
    """Ask for canaries, decide about their waves. A single look where there are none."""
    if not Canary.objects.on_duty().exists():
        return _let_go_on_without(bench.now())
    campaigns = running_campaigns(bench.now())
    done = sum(_tend(provider, campaigns=campaigns, bench=bench) for provider in bench.savers)
    return done + _let_go_on_without(bench.now()) + _end_late(bench.now())


def _tend(provider: Provider, *, campaigns: Sequence[Campaign], bench: Bench) -> int:
    known = {campaign.pk: campaign for campaign in campaigns}
    by_moment = canaries_on_duty(provider, campaigns=campaigns)
    for (campaign_id, _moment), canaries in by_moment.items():
        for market in {canary.market for canary in canaries}:
            release = known[campaign_id].release
            watch_market(release, provider=provider.name, market=market, now=bench.now())
    waves = {
        (wave.campaign_id, wave.due_at): wave
        for wave in _undecided(provider, campaigns=known, now=bench.now())
    }
    at_work = {moment: some for moment, some in by_moment.items() if moment in waves}
    asked = _ask_due(provider, canaries=_all(at_work.values()), known=known, bench=bench)
    return asked + sum(
        _decide(waves[moment], provider=provider, canaries=some, now=bench.now())
        for moment, some in at_work.items()
    )


def _undecided(provider: Provider, *, campaigns: Iterable[int], now: datetime) -> list[Wave]:
    waves = Wave.objects.filter(
        campaign__in=list(campaigns), provider=provider.name, due_at__lte=now, let_in=""
    )
    return list(waves.select_related("campaign__release", "campaign__workspace"))


def _ask_due(
    provider: Provider, *, canaries: Iterable[Canary], known: dict[int, Campaign], bench: Bench
) -> int:
    now = bench.now()
    due = [
        canary
        for canary in canaries
        if _is_due(canary, now=now)
        and is_there(
            known[canary.campaign_id].release, provider=provider, market=canary.market, now=now
        )
    ]
    # Asked last: it may take the one probe of a paused service.
    if not due or not may_ask(provider, now=now):
        return 0
    return ask_canaries(provider, canaries=due, bench=bench)


def _is_due(canary: Canary, *, now: datetime) -> bool:
    if canary.state in (CanaryState.FOUND, CanaryState.BROKEN):
        return False
    return canary.next_at is None or canary.next_at <= now


def _decide(wave: Wave, *, provider: Provider, canaries: Sequence[Canary], now: datetime) -> int:
    _give_up_unshown(wave, canaries=canaries, now=now)
    ids = [canary.pk for canary in canaries]
    fresh = list(Canary.objects.on_duty().filter(pk__in=ids))
    showed = Showed.by(canary.state for canary in fresh)
    share = settings.CANARY_SHARE
    how = rule(showed, abilities=provider.abilities, share=share, held_at=wave.held_at, now=now)
    if how is not None:
        return let_in(wave, how=how, canaries=fresh, showed=showed, now=now)
    if must_hold(showed, share=share):
        return hold(wave, provider=provider, showed=showed, now=now)
    return 0


def _give_up_unshown(wave: Wave, *, canaries: Sequence[Canary], now: datetime) -> None:
    """Fans of other markets don't wait for a market that stays behind."""
    if wave.opened_at is None or now < wave.opened_at + _SHOWS_WITHIN:
        return
    waiting = Canary.objects.on_duty().filter(
        pk__in=[canary.pk for canary in canaries],
        state=CanaryState.WAITING,
        next_at__isnull=True,
    )
    release = wave.campaign.release
    for canary in waiting:
        seen = release.sightings.filter(
            provider=wave.provider, market=canary.market, seen_at__isnull=False
        )
        if not seen.exists():
            Canary.objects.filter(pk=canary.pk).update(**broken("not_shown"))


def _let_go_on_without(now: datetime) -> int:
    """Held waves whose canaries were disconnected meanwhile, by whoever they belong to."""
    done = 0
    held = Wave.objects.filter(held_at__isnull=False, let_in="")
    for wave in held.select_related("campaign__release", "campaign__workspace"):
        release = wave.campaign.release
        on_duty = Canary.objects.at_work([wave.campaign_id], provider=wave.provider)
        on_duty = on_duty.filter(joined_at__lte=wave.due_at)
        if not any(release.moment_in(canary.market) == wave.due_at for canary in on_duty):
            none = Showed.by(())
            done += let_in(wave, how=LetIn.NONE_COUNTS, canaries=(), showed=none, now=now)
    return done


def _end_late(now: datetime) -> int:
    """Whose wave never came, or came before them: no longer needed once all are over."""
    late = [
        canary
        for canary in Canary.objects.on_duty().select_related("campaign__release")
        if now >= canary.campaign.release.last_moment + LOOKS_FOR
    ]
    ended = Canary.objects.filter(pk__in=[canary.pk for canary in late]).update(ended_at=now)
    shred_unneeded({canary.connection_id for canary in late}, now=now)
    return ended


def _all(groups: Iterable[Sequence[Canary]]) -> list[Canary]:
    return [canary for group in groups for canary in group]
