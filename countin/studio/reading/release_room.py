"""Release day of one campaign: what the rehearsal found, the waves and their pace, who asks for
silence, what was lost and what to do about it; afterwards the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign, Timing
from countin.campaigns.states import CampaignState
from countin.insights.next_steps import NEXT_STEPS
from countin.insights.rehearsals import all_findings, closing_words
from countin.insights.watch_text import awaited_words, held_words, pace_words, span_words
from countin.insights.watching import Hindrance, Watched, watch_campaign
from countin.insights.waves import WaveTally
from countin.insights.world_clock import draw_world_clock
from countin.release_day.models import Rehearsal
from countin.release_day.rehearsal.planning import ask_rehearsal
from countin.release_day.retrying import NothingToRetry, Retried, retry_promises
from countin.studio.home import can_save, seat_context
from countin.studio.reading.listening import ListeningForm
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_SOON = timedelta(minutes=5)


@dataclass(frozen=True)
class WaveLine:
    """One service at one moment."""

    service: str
    due_at: datetime
    when: str
    markets: str
    total: int
    done: int


@dataclass(frozen=True)
class LossLine:
    """Pre-saves with one reason, and the next step."""

    reason: str
    count: int
    next_step: str


@require_safe
@in_campaign(Role.ANALYST)
def show_release(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Counts alone; nobody is named."""
    watched = watch_campaign(campaign, providers=settings.PROVIDERS, now=seat.now)
    waves = [_wave(wave, campaign=campaign, now=seat.now) for wave in watched.waves]
    context = {
        "campaign": campaign,
        "watched": watched,
        "services": _services(watched),
        "has_fallen_due": seat.now >= campaign.release.first_moment,
        "can_step_in": seat.can_manage
        and bool(campaign.published_at)
        and watched.state != CampaignState.ENDED,
        "clock": draw_world_clock(watched.waves, now=seat.now),
        "waves": waves,
        "ahead": [wave for wave in waves if wave.done < wave.total],
        "finished": [wave for wave in waves if wave.done >= wave.total],
        "pace": pace_words(watched) if watched.due else "",
        "next_in": _next_in(watched),
        "begins_at": (begins_at := campaign.release.first_moment),
        "begins_in": span_words(begins_at - seat.now) if begins_at > seat.now else "",
        "losses": [
            LossLine(reason, count, str(NEXT_STEPS.get(reason, "")))
            for reason, count in watched.reasons.items()
        ],
        "silences": [_silence(one, now=seat.now) for one in watched.hindrances],
        "awaited": [
            awaited_words(one, providers=settings.PROVIDERS, at=seat.now) for one in watched.awaited
        ],
        "every_s": _renewed_every(watched),
        "mail_is_set": settings.MAIL_IS_SET,
        "can_save": can_save(),
        "held": [held_words(one, providers=settings.PROVIDERS) for one in watched.held],
        "at": seat.now,
        "listening_form": ListeningForm(),
        **_rehearsed(campaign),
        **seat_context(seat),
    }
    return render(request, "studio/release.html", context)


@require_POST
@in_campaign(Role.MANAGER)
def rehearse(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The worker does it; what it found stands on the page afterwards."""
    with transaction.atomic():
        ask_rehearsal(campaign, now=seat.now)
        seat.note("rehearsal asked", subject=campaign.slug)
    messages.success(request, "The worker rehearses now.")
    return redirect("studio_release", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def retry(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """What a retry can heal is due now; the worker does it at the pace of each service."""
    try:
        with transaction.atomic():
            retried = retry_promises(campaign, now=seat.now)
            seat.note("retry asked", subject=campaign.slug, detail=retried.words)
    except NothingToRetry as nothing:
        messages.error(request, str(nothing))
    else:
        messages.success(request, _retried(retried, campaign=campaign))
    return redirect("studio_release", slug=campaign.slug)


def _retried(retried: Retried, *, campaign: Campaign) -> str:
    if retried.is_nothing:
        return (
            "Nothing here waits for another try. What failed for good has its next step beside it."
        )
    paused = " It is paused: let it go on, and they are made." if campaign.paused_at else ""
    return f"Set going: {retried.words}.{paused}"


def _wave(wave: WaveTally, *, campaign: Campaign, now: datetime) -> WaveLine:
    is_global = campaign.release.timing == Timing.GLOBAL
    markets = sorted(market or "not known" for market in wave.markets)
    shown = ", ".join(markets[:6]) + (f" and {len(markets) - 6} more" if len(markets) > 6 else "")
    return WaveLine(
        service=settings.PROVIDERS[wave.provider].words.name,
        due_at=wave.due_at,
        when=f"in {span_words(wave.due_at - now)}" if wave.due_at > now else "",
        markets="everywhere at once" if is_global else shown,
        total=wave.total,
        done=wave.done,
    )


def _renewed_every(watched: Watched) -> int:
    """Seconds. While something happens, or is about to, whoever looks should see it."""
    soon = watched.next_moment is not None and watched.next_moment - watched.at < _SOON
    return 3 if watched.due or soon else 15


def _next_in(watched: Watched) -> str:
    moment = watched.next_moment
    return span_words(moment - watched.at) if moment is not None else ""


def _rehearsed(campaign: Campaign) -> dict[str, Any]:
    latest = Rehearsal.objects.filter(campaign=campaign).order_by("-asked_at", "-pk")[:10]
    done = next((row for row in latest if row.done_at is not None), None)
    under_way = any(row.done_at is None for row in latest)
    if done is None:
        return {"rehearsal": None, "under_way": under_way}
    done.campaign = campaign
    findings = all_findings(done, providers=settings.PROVIDERS, mail_is_set=settings.MAIL_IS_SET)
    return {
        "rehearsal": done,
        "under_way": under_way,
        "findings": findings,
        "closing": closing_words(findings),
    }


def _services(watched: Watched) -> list[tuple[str, Mapping[str, int]]]:
    """The five states of each, under the name that people know."""
    known = settings.PROVIDERS
    return [
        (known[name].words.name if name in known else name, five)
        for name, five in sorted(watched.by_provider.items())
    ]


def _silence(hindrance: Hindrance, *, now: datetime) -> tuple[str, str]:
    """A service that is left alone now, and why."""
    until = hindrance.until
    because = hindrance.because
    if until is not None:
        because = (
            f"It asked for silence, for {span_words(until - now)} more (until {until:%H:%M:%S} "
            "UTC). Nothing is to be done: promises wait and go on by themselves."
        )
    return settings.PROVIDERS[hindrance.provider].words.name, because
