"""What is counted: pages that were shown to somebody, clicks of people."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from countin.campaigns.models import Campaign
from countin.pages.visitors.arrivals import Arrival, mark_visit, read_agent, with_way_out
from countin.pages.visitors.territory import client_address
from countin.pages.visitors.ways_out import platform_of
from countin.visits.arriving import LONGEST_ACCEPTED, LONGEST_REFERRER, Arriving, Utm
from countin.visits.buffer import VISITS
from countin.visits.machines import is_machine
from countin.visits.models import new_number

# How browsers say that they fetch a page which nobody has asked to see yet.
_FETCHED_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_AHEAD = ("prefetch", "prerender", "preview")


def is_showing(request: HttpRequest) -> bool:
    """The page is asked for to be seen, by a person or a machine."""
    if request.method != "GET" or hasattr(request, "stand_in"):
        return False
    said = " ".join(request.META.get(name, "") for name in _FETCHED_AHEAD).lower()
    return not any(word in said for word in _AHEAD)


def is_click(request: HttpRequest) -> bool:
    """A person follows a link, as far as can be told."""
    return is_showing(request) and not is_machine(read_agent(request))


def begin_visit(request: HttpRequest, *, campaign: Campaign, arrival: Arrival) -> Arrival:
    """The arrival with a visit of its own, whose mark goes into the page."""
    number = new_number()
    mark = mark_visit(number, campaign=campaign)
    marked = replace(arrival, visit_id=number, visit_mark=mark)
    return with_way_out(marked, campaign=campaign, platform=platform_of(read_agent(request)))


def count_visit(
    request: HttpRequest, *, campaign: Campaign, arrival: Arrival, now: datetime
) -> None:
    """The page was made: note the visit that began."""
    assert arrival.visit_id is not None
    note(
        request,
        number=arrival.visit_id,
        campaign_id=campaign.pk,
        channel_id=arrival.channel.pk if arrival.channel else None,
        in_app=arrival.in_app.name if arrival.in_app else "",
        country=arrival.territory,
        utm=arrival.utm,
        link_code=arrival.link_code,
        came_from=arrival.came_from,
        now=now,
    )


def note(
    request: HttpRequest,
    *,
    number: int,
    campaign_id: int,
    channel_id: int | None,
    in_app: str,
    country: str,
    utm: Utm,
    link_code: str = "",
    came_from: int | None = None,
    now: datetime,
) -> None:
    """Hand the visit to whoever writes visits; its row comes within a second."""
    VISITS.note(
        Arriving(
            number,
            campaign_id,
            now,
            channel_id,
            link_code,
            request.META.get("HTTP_REFERER", "")[:LONGEST_REFERRER],
            read_agent(request),
            in_app,
            country,
            client_address(request, trusted_proxies=settings.TRUSTED_PROXIES),
            utm,
            came_from,
            request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST_ACCEPTED],
        )
    )
