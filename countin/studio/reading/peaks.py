"""What an organizer says of peaks: named and taken back, beside the audit."""

from datetime import UTC

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from countin.campaigns.models import Campaign
from countin.insights.auditing.peaks import BadPeak, tag_peak, untag_peak
from countin.insights.auditing.readings import ask_reading
from countin.insights.models import PeakKind
from countin.studio.channel_names import crowd_channels
from countin.studio.forms import PeakForm
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_AGAIN = "The audit is made again with it: load this page again in a minute."


@require_POST
@in_campaign(Role.MANAGER)
def tag(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Name an occasion, and have the audit made again with it."""
    form = PeakForm(request.POST, channels=crowd_channels(campaign))
    if not form.is_valid():
        messages.error(request, "A peak needs a kind and two moments. Nothing was noted.")
        return redirect("studio_audit", slug=campaign.slug)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            tag_peak(
                campaign,
                kind=PeakKind(given["kind"]),
                begins_at=given["begins"].replace(tzinfo=UTC),
                ends_at=given["ends"].replace(tzinfo=UTC),
                channel=campaign.channels.filter(name=given["channel"]).first(),
                note=given["note"],
                now=seat.now,
            )
            _note(seat, campaign, what="peak named", detail=f"{given['kind']} {given['note']}")
    except BadPeak as bad:
        messages.error(request, str(bad))
    else:
        messages.success(request, f"Noted. {_AGAIN}")
    return redirect("studio_audit", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def remove(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Take it back."""
    number = read_number(request.POST.get("peak", ""))
    with transaction.atomic():
        gone = untag_peak(campaign, number=number)
        if gone is not None:
            _note(seat, campaign, what="peak taken back", detail=f"{gone.kind} {gone.note}")
    if gone is None:
        messages.error(request, "It was taken back already. Load the page again.")
    else:
        messages.success(request, f"Taken back. {_AGAIN}")
    return redirect("studio_audit", slug=campaign.slug)


def _note(seat: Seat, campaign: Campaign, *, what: str, detail: str) -> None:
    seat.note(what, subject=campaign.slug, detail=detail.strip())
    ask_reading(campaign, now=seat.now)
