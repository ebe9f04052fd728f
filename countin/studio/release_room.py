"""Release day of one campaign: what the rehearsal found, the waves, who asks for silence, what was
lost and what to do about it; afterwards the report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign
from countin.insights.counts import count_campaign
from countin.insights.next_steps import NEXT_STEPS
from countin.insights.rehearsals import all_findings, closing_words
from countin.pacing.models import ProviderAccount
from countin.release_day.models import Rehearsal
from countin.release_day.rehearsal.planning import ask_rehearsal
from countin.studio.home import seat_context
from countin.studio.listening import ListeningForm
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role


@dataclass(frozen=True)
class WaveLine:
    """One service at one moment."""

    service: str
    due_at: datetime
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
    counts = count_campaign(
        campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=seat.now
    )
    context = {
        "campaign": campaign,
        "counts": counts,
        "waves": [_wave(row) for row in counts["waves"]],
        "losses": [
            LossLine(reason, count, str(NEXT_STEPS.get(reason, "")))
            for reason, count in counts["reasons"].items()
        ],
        "silences": _silences(seat.now),
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
    messages.success(request, "The worker rehearses now. Load this page again in a minute.")
    return redirect("studio_release", slug=campaign.slug)


def _wave(row: dict[str, Any]) -> WaveLine:
    markets = [market or "not known" for market in row["markets"] or ()]
    shown = ", ".join(markets[:6]) + (f" and {len(markets) - 6} more" if len(markets) > 6 else "")
    return WaveLine(
        service=settings.PROVIDERS[row["provider"]].words.name,
        due_at=datetime.fromisoformat(row["due_at"]),
        markets=shown or "everywhere at once",
        total=row["total"],
        done=row["done"],
    )


def _rehearsed(campaign: Campaign) -> dict[str, Any]:
    rows = Rehearsal.objects.filter(campaign=campaign)
    done = rows.filter(done_at__isnull=False).order_by("-done_at").first()
    under_way = rows.filter(done_at__isnull=True).exists()
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


def _silences(now: datetime) -> list[tuple[str, str]]:
    """Services that are left alone now, and why."""
    held = ProviderAccount.objects.filter(Q(blocked_until__gt=now) | Q(paused_at__isnull=False))
    return [
        (
            settings.PROVIDERS[row.provider].words.name,
            row.paused_because
            or f"It asked for silence until {row.blocked_until:%H:%M} UTC. Nothing is to be done: "
            "promises wait and go on by themselves.",
        )
        for row in held.filter(provider__in=settings.PROVIDERS)
    ]
