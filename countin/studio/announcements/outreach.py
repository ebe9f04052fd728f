"""People whom an artist writes to by hand, and what came of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign
from countin.insights.outreach.reading import read_outreach
from countin.messaging.models import OutreachContact
from countin.messaging.outreach import (
    TooMany,
    add_contact,
    forget_contact,
    note_contact,
    note_written,
)
from countin.studio.home import seat_context
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

KEPT_FOR = timedelta(days=90)


@require_safe
@in_campaign(Role.MANAGER)
def show_outreach(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Everybody named, with their link."""
    context = {
        "campaign": campaign,
        "rows": read_outreach(campaign),
        "links": f"{settings.BASE_URL}/l/",
        "forgotten_on": campaign.release.release_date + KEPT_FOR,
        **seat_context(seat),
    }
    return render(request, "studio/outreach.html", context)


@require_POST
@in_campaign(Role.MANAGER)
def change_outreach(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Somebody more, or something about one of them."""
    if request.POST.get("do") == "add":
        _add(request, seat=seat, campaign=campaign)
        return redirect("studio_outreach", slug=campaign.slug)
    number = read_number(request.POST.get("contact", ""))
    rows = OutreachContact.objects.filter(campaign=campaign).select_related("channel")
    contact = rows.filter(pk=number).first()
    if contact is None:
        messages.error(request, "They are not here any more. Load the page again.")
    else:
        _change(contact, request=request, seat=seat, campaign=campaign)
    return redirect("studio_outreach", slug=campaign.slug)


def _change(
    contact: OutreachContact, *, request: HttpRequest, seat: Seat, campaign: Campaign
) -> None:
    """Who it is stands nowhere in the log."""
    number, what = str(contact.pk), "contact changed"
    with transaction.atomic():
        if request.POST.get("do") == "written":
            note_written(contact, now=seat.now)
        elif request.POST.get("do") == "forget":
            forget_contact(contact)
            what = "contact forgotten"
            messages.success(request, "Who they are is deleted. Their link works on.")
        else:
            note_contact(contact, note=request.POST.get("note", ""))
        seat.note(what, subject=campaign.slug, detail=number)


def _add(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> None:
    whom = request.POST.get("whom", "").strip()[:120]
    if not whom:
        messages.error(request, "Say whom you write to, as you call them.")
        return
    try:
        with transaction.atomic():
            add_contact(campaign, whom=whom, way=request.POST.get("way", "")[:60], now=seat.now)
            seat.note("contact added", subject=campaign.slug)
    except TooMany as error:
        messages.error(request, str(error))
