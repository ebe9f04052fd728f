"""A campaign's plan: what to do by when, who does it, what is already too late and what that costs;
the calendar's private address; the artist's releases on one line."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign, Plan
from countin.campaigns.planned import changing
from countin.campaigns.planned.countries import BadCountry
from countin.campaigns.planned.feeds import calendar_of_plan, close_feed, feed_address, open_feed
from countin.campaigns.planned.reading import plan_of, read_plan, written_distributor
from countin.insights.abroad import hours_of_campaign
from countin.insights.cadence.reading import read_line
from countin.planning.abroad import Abroad, in_order, say_moment
from countin.planning.cadence import suggest
from countin.planning.cadence_svg import draw_cadence
from countin.planning.distributors import DISTRIBUTORS
from countin.planning.sources import SOURCES, Source
from countin.planning.templates import BadChange
from countin.planning.timeline import SAYS, Entry, Standing, Timeline, notes_on
from countin.studio.campaign import plan_changes
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_OVER = (Standing.DONE, Standing.DROPPED, Standing.OVER)


@dataclass(frozen=True)
class Row:
    """One task on the page, with who says so."""

    entry: Entry
    sources: tuple[Source, ...]


@require_safe
@in_campaign(Role.ANALYST)
def show_plan(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """As of today, where the organizer's machine is."""
    return _show(request, seat=seat, campaign=campaign)


@require_safe
@in_campaign(Role.ANALYST)
def download_calendar(_request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The file of `countin campaign plan --ics`."""
    standing = plan_of(campaign) or Plan(campaign=campaign, changed_at=campaign.changed_at)
    text = calendar_of_plan(standing, base_url=settings.BASE_URL, now=seat.now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-plan.ics"'
    return response


@require_POST
@in_campaign(Role.MANAGER)
def change_plan(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """One task, a row of the organizer's own, or what is kept for the next plans."""
    press, said = request.POST.get("press", ""), ""
    try:
        with transaction.atomic():
            plan = changing.begin_plan(campaign, now=seat.now)
            given = {name: str(value).strip() for name, value in request.POST.items()}
            said = plan_changes.change_plan(plan, press=press, given=given, now=seat.now)
            seat.note("plan changed", subject=campaign.slug, detail=given.get("task", "")[:80])
    except BadChange as bad:
        messages.error(request, f"{bad} Nothing was changed.")
    if said:
        messages.success(request, said)
    return redirect("studio_plan", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def change_feed(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A new private address for calendars, shown once; or none. An older one ends."""
    key = ""
    with transaction.atomic():
        plan = changing.begin_plan(campaign, now=seat.now)
        if request.POST.get("press") == "open":
            key = open_feed(plan, now=seat.now)
            seat.note("calendar opened", subject=campaign.slug)
        elif close_feed(plan):
            seat.note("calendar closed", subject=campaign.slug)
    if key:
        address = feed_address(key, base_url=settings.BASE_URL)
        return _show(request, seat=seat, campaign=campaign, feed=address)
    messages.success(request, "The address opens nothing any more.")
    return redirect("studio_plan", slug=campaign.slug)


def _show(request: HttpRequest, *, seat: Seat, campaign: Campaign, feed: str = "") -> HttpResponse:
    today = seat.now.astimezone().date()
    abroad = _abroad(request, campaign=campaign)
    timeline = read_plan(campaign, today=today, abroad=abroad)
    plan, artist = plan_of(campaign), campaign.release.artist
    line = read_line(artist, today=today)
    picture = draw_cadence(line, name=artist.name) if len(line.places) > 1 else ""
    context = {
        "campaign": campaign,
        "timeline": timeline,
        "parts": _parts(timeline),
        "notes": [*notes_on(timeline.planned), *SAYS],
        "job": plan.job if plan else "",
        "distributor": written_distributor(campaign),
        "distributors": [one.title for one in DISTRIBUTORS.values()],
        "abroad": [(one, say_moment(one.midnight), say_moment(one.morning)) for one in abroad],
        "countries": " ".join(one.country for one in abroad),
        "has_feed": bool(plan and plan.feed_hash),
        "feed": feed,
        # Drawn by us; texts are escaped by the XML writer.
        "picture": mark_safe(picture),  # noqa: S308
        "suggestions": suggest(line),
        **seat_context(seat),
    }
    return render(request, "studio/plan.html", context)


def _abroad(request: HttpRequest, *, campaign: Campaign) -> tuple[Abroad, ...]:
    """Of the countries asked for, or of those where fans are; in the order of their midnights."""
    given = request.GET.get("countries", "").replace(",", " ").split()
    try:
        return in_order(hours_of_campaign(campaign, given=given))
    except BadCountry as bad:
        messages.error(request, str(bad))
        return in_order(hours_of_campaign(campaign))


def _parts(timeline: Timeline) -> list[tuple[str, list[Row]]]:
    """Under headings, in the order in which they matter today."""
    late = list(timeline.too_late)
    coming = [
        entry for entry in timeline.entries if not entry.is_too_late and entry.standing not in _OVER
    ]
    over = [entry for entry in timeline.entries if entry.standing in _OVER]
    named = [("Too late, and what that costs", late), ("To do", coming), ("Done, or over", over)]
    return [
        (heading, [Row(entry, _sources(entry)) for entry in entries])
        for heading, entries in named
        if entries
    ]


def _sources(entry: Entry) -> tuple[Source, ...]:
    return tuple(SOURCES[name] for name in entry.task.sources)
