"""What comes in, part by part: a page that renews itself, and a file for each of its tables."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign
from countin.insights.live.reading import Live, read_live
from countin.studio.channel_names import people_behind, with_people
from countin.studio.home import can_save, seat_context
from countin.studio.refusing import find_nothing
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role
from countin.workspaces.spreadsheets import csv_lines


@require_safe
@in_campaign(Role.ANALYST)
def show_live(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Counts; nobody is named but whom a manager wrote to by hand. The studio's script fetches it
    again every few seconds."""
    live = _read(campaign, seat=seat)
    people = people_behind(campaign, seat=seat)
    context = {
        "campaign": campaign,
        "live": live,
        "has_presaves": can_save() or any(live.presaves.values()),
        "parts": [
            with_people(part, people=people) if part.key == "channel" else part
            for part in live.parts
        ],
        "at": seat.now,
        **seat_context(seat),
    }
    return render(request, "studio/live.html", context)


@require_safe
@in_campaign(Role.ANALYST)
def export_part(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """One of the tables (`?part=country`) as CSV; its columns are named after definitions."""
    part = _read(campaign, seat=seat).part(request.GET.get("part", "presaves"))
    if part is None:
        return find_nothing(request)
    lines = csv_lines(part.file_columns, rows=part.lines())
    response = HttpResponse("".join(lines), content_type="text/csv")
    name = f"{campaign.slug}-{part.key}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read(campaign: Campaign, *, seat: Seat) -> Live:
    return read_live(campaign, providers=settings.PROVIDERS, now=seat.now)
