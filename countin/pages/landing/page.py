"""`/SLUG`: the landing page before the release, the smart link after it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.models import Campaign
from countin.pages.answers import show_page
from countin.pages.finding import find_campaign
from countin.pages.landing.contexts import campaign_context
from countin.pages.landing.inside_apps import InsideApp
from countin.pages.landing.own_service import missed_context, own_service, promised_context
from countin.pages.landing.pixels import VIEW, pixel_context, with_frame
from countin.pages.onward.leaving import openings
from countin.pages.promised.offers import make_offers
from countin.pages.visitors.arrivals import Arrival, read_arrival
from countin.pages.visitors.counting import begin_visit, count_visit, is_showing


@require_safe
def drop_slash(request: HttpRequest, *, slug: str) -> HttpResponse:
    """Typed with a slash at its end, it is the same page."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse("landing", kwargs={"slug": slug})
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@require_safe
def show_landing(request: HttpRequest, *, slug: str) -> HttpResponse:
    """Whatever is true of this campaign now."""
    now = clock.now()
    campaign = find_campaign(slug)
    arrival = read_arrival(request, campaign=campaign)
    if not is_showing(request):
        return show_as_of(request, campaign=campaign, arrival=arrival, now=now)
    arrival = begin_visit(request, campaign=campaign, arrival=arrival)
    response = show_as_of(request, campaign=campaign, arrival=arrival, now=now)
    count_visit(request, campaign=campaign, arrival=arrival, now=now)
    return response


def show_as_of(
    request: HttpRequest, *, campaign: Campaign, arrival: Arrival, now: datetime
) -> HttpResponse:
    """The page at a moment, counting nothing."""
    context = campaign_context(campaign, arrival=arrival, now=now)
    context |= pixel_context(campaign, heard=VIEW)
    response = _show(request, campaign=campaign, arrival=arrival, context=context, now=now)
    return with_frame(response, request=request, context=context)


def _show(
    request: HttpRequest,
    *,
    campaign: Campaign,
    arrival: Arrival,
    context: dict[str, Any],
    now: datetime,
) -> HttpResponse:
    if campaign.is_released(now):
        context |= _openings(request, campaign=campaign, arrival=arrival, now=now)
        context |= missed_context(request, campaign=campaign, now=now)
        return show_page(request, template="released", context=context)
    if campaign.was_cut_short:
        return show_page(request, template="ended", context=context)
    if not campaign.is_open(now):
        return show_page(request, template="paused", context=context)
    context |= promised_context(request, campaign=campaign)
    context |= _offers(request, campaign=campaign, arrival=arrival, context=context)
    if now >= campaign.release.first_moment:
        context |= _openings(request, campaign=campaign, arrival=arrival, now=now)
    return show_page(request, template="landing", context=context)


def _openings(
    request: HttpRequest, *, campaign: Campaign, arrival: Arrival, now: datetime
) -> dict[str, Any]:
    first = own_service(request, campaign=campaign)
    found = openings(campaign, market=arrival.territory, now=now, first=first)
    named = {opening.service for opening in found}
    links = campaign.release.service_links
    return {"openings": found, "further": [link for link in links if link.provider not in named]}


def _offers(
    request: HttpRequest, *, campaign: Campaign, arrival: Arrival, context: Mapping[str, Any]
) -> dict[str, Any]:
    """What is promised already is not offered again, nor is a reminder of it."""
    promised = {line.service for line in context.get("promised", ())}
    first = own_service(request, campaign=campaign)
    inside: InsideApp | None = context["inside_app"]
    return {
        "offers": make_offers(
            campaign,
            providers=settings.PROVIDERS,
            is_guest=arrival.is_guest,
            first=first,
            without=promised,
        ),
        "inside_app": inside and inside.without(promised, campaign=campaign, first=first),
    }
