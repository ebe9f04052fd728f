"""The fans of a campaign, as far as their consent goes: list with proof, export, erasure."""

from itertools import islice

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign
from countin.fans.keys import fan_of_key
from countin.fans.models import Fan
from countin.privacy.erasing import erase_fan
from countin.privacy.exporting import FAN_COLUMNS, fan_rows
from countin.studio.forms import EraseForm
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.studio.tables import csv_lines
from countin.workspaces.models import Role

_SHOWN = 200
_ERASED = "Everything about them is deleted. Counts stay, without anybody in them."
_WAITS = (
    "A save is being made for them this very moment. It is taken back where the service lets us, "
    "and everything else is deleted by itself, within a day at the latest."
)


@require_safe
@in_campaign(Role.MANAGER)
def show_fans(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The first two hundred; the file has all of them."""
    rows = list(islice(fan_rows(campaign), _SHOWN + 1))
    context = {
        "campaign": campaign,
        "rows": rows[:_SHOWN],
        "has_more": len(rows) > _SHOWN,
        "form": EraseForm(),
        **seat_context(seat),
    }
    return render(request, "studio/fans.html", context)


@require_safe
@in_campaign(Role.MANAGER)
def export_fans(_request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The same file as `countin fans export`."""
    seat.note("fans exported", subject=campaign.slug)
    lines = csv_lines(FAN_COLUMNS, rows=fan_rows(campaign))
    response = StreamingHttpResponse(lines, content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-fans.csv"'
    return response  # type: ignore[return-value]  # streamed, otherwise the same


@require_POST
@in_campaign(Role.MANAGER)
def erase(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Everything about a fan of this workspace goes, in every campaign of it."""
    form = EraseForm(request.POST)
    found = _find(form.cleaned_data["given"], seat=seat) if form.is_valid() else []
    for fan in found:
        with transaction.atomic():
            is_done = erase_fan(fan, now=seat.now).done
            seat.note("fan erased", subject=campaign.slug)
        messages.success(request, _ERASED if is_done else _WAITS)
    if not found:
        messages.error(
            request,
            "Nobody is held here under that. Ask for the address they gave, or for the address "
            "of their own page.",
        )
    return redirect("studio_fans", slug=campaign.slug)


def _find(given: str, *, seat: Seat) -> list[Fan]:
    fan = fan_of_key(given.strip().rstrip("/").rpartition("/")[2])
    if fan is not None:
        return [fan] if fan.workspace_id == seat.workspace.pk else []
    held = Fan.objects.filter(workspace=seat.workspace)
    return list(held.filter(email__address__iexact=given.strip()))
