"""The authenticity audit of one campaign: groups, why, what would look the same, and what a person
decides about them. Groups and counts alone; no fan is on this page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.authenticity.answers import PLANTED
from countin.campaigns.models import Campaign
from countin.insights.auditing.deciding import (
    CannotHold,
    HoldLine,
    held_words,
    hold_group,
    holds_of,
    release_group,
)
from countin.insights.auditing.evidence_file import HTML_NAME, JSON_NAME, evidence_texts
from countin.insights.auditing.peaks import peaks_of
from countin.insights.auditing.readings import ask_reading, is_too_large
from countin.insights.auditing.showing import BusyLine, busy_lines, span_of
from countin.insights.models import AuditReading
from countin.studio.channel_names import crowd_channels
from countin.studio.forms import PeakForm
from countin.studio.home import seat_context
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role


@dataclass(frozen=True)
class GroupLine:
    """A group of the latest audit, by its number there."""

    number: int
    facts: dict[str, Any]
    is_held: bool


@require_safe
@in_campaign(Role.ANALYST)
def show_audit(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The latest reading; the worker makes it, so that no page waits for it."""
    reading = AuditReading.objects.filter(campaign=campaign).first()
    document = reading.document if reading else None
    holds = holds_of(campaign)
    channels = crowd_channels(campaign)
    busy = busy_lines(document)
    context = {
        "campaign": campaign,
        "reading": reading,
        "audit": document,
        "is_too_large": bool(reading and not reading.is_under_way) and is_too_large(campaign),
        "share": span_of(document),
        "planted": PLANTED,
        "groups": _groups(document, holds=holds),
        "holds": holds,
        "peaks": peaks_of(campaign),
        "peak_form": PeakForm(channels=channels, initial=_chosen(request, busy)),
        "busy": busy,
        "names_one": "busy" in request.GET,
        **seat_context(seat),
    }
    return render(request, "studio/audit.html", context)


@require_POST
@in_campaign(Role.MANAGER)
def audit_again(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The worker does it; what it found stands on the page afterwards."""
    with transaction.atomic():
        ask_reading(campaign, now=seat.now)
        seat.note("audit asked", subject=campaign.slug)
    messages.success(request, "The worker reads it now. Load this page again in a minute.")
    return redirect("studio_audit", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def hold(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A person's decision: the fans of a group are asked to confirm."""
    number, because = read_number(request.POST.get("group", "")), request.POST.get("because", "")
    try:
        with transaction.atomic():
            holding, group = hold_group(
                campaign,
                number=number,
                because=because,
                now=seat.now,
            )
            seat.note(
                "group held back",
                subject=campaign.slug,
                detail=f"{group['description']} {because}",
            )
    except CannotHold as cannot:
        messages.error(request, str(cannot))
    else:
        messages.success(request, held_words(holding))
    return redirect("studio_audit", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def release(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Taken back: as if it had never been held."""
    number = read_number(request.POST.get("hold", ""))
    try:
        with transaction.atomic():
            held, moved = release_group(campaign, number=number, now=seat.now)
            seat.note("held group let go", subject=campaign.slug, detail=held.described)
    except CannotHold as cannot:
        messages.error(request, str(cannot))
    else:
        messages.success(request, f"{moved:,} pre-saves are on their way again.")
    return redirect("studio_audit", slug=campaign.slug)


@require_safe
@in_campaign(Role.ANALYST)
def download_page(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The page to show to a distributor."""
    return _download(request, campaign, name=HTML_NAME, kind="text/html; charset=utf-8")


@require_safe
@in_campaign(Role.ANALYST)
def download_json(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The same for programs."""
    return _download(request, campaign, name=JSON_NAME, kind="application/json")


def _download(request: HttpRequest, campaign: Campaign, *, name: str, kind: str) -> HttpResponse:
    reading = AuditReading.objects.filter(campaign=campaign).first()
    if reading is None or reading.document is None:
        messages.error(request, "There is nothing to show yet: audit the campaign first.")
        return redirect("studio_audit", slug=campaign.slug)
    response = HttpResponse(evidence_texts(reading.document)[name], content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-{name}"'
    return response


def _chosen(request: HttpRequest, busy: list[BusyLine]) -> dict[str, Any]:
    """The form begins with the hours that were pressed."""
    found = next((one for one in busy if str(one.number) == request.GET.get("busy")), None)
    return {"begins": found.begins, "ends": found.ends} if found else {}


def _groups(document: dict[str, Any] | None, *, holds: list[HoldLine]) -> list[GroupLine]:
    held = {line.hold.described for line in holds if line.hold.released_at is None}
    groups = document["groups"] if document else []
    return [
        GroupLine(number, group, is_held=group["description"][:300] in held)
        for number, group in enumerate(groups, start=1)
    ]
