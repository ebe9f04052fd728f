"""Plain links to a service: to the release once it is out, to the artist at any time.

They lead only to what the service itself named, or to addresses made from our own ids.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.modes import expected_at, offered_providers
from countin.campaigns.watching import is_there
from countin.pages.finding import find_campaign, find_provider
from countin.pages.visitors.arrivals import read_arrival
from countin.pages.visitors.cookies import fan_of_browser, keep_service
from countin.pages.visitors.counting import is_click
from countin.presaves.models import PreSave
from countin.providers.contract import Provider, Refused
from countin.visits.clicking import record_click
from countin.visits.models import ClickKind


@dataclass(frozen=True)
class Opening:
    """The release at one service. `button` is empty where we know no address."""

    service: str
    name: str
    button: str


def openings(campaign: Campaign, *, market: str, now: datetime, first: str = "") -> list[Opening]:
    """Where the release can be opened now, service by service, the visitor's own (`first`)
    before the others, and last those of which nobody said that it is there: after release every
    service is named; on the way there, those that are there already for this visitor. Other
    services are links of the organizer's."""
    is_released = campaign.is_released(now)
    offered = offered_providers(campaign, providers=settings.PROVIDERS)
    expected = expected_at(campaign, providers=offered)
    found = []
    for provider in sorted(
        offered.values(), key=lambda one: (one.name != first, one.name not in expected)
    ):
        address = address_now(campaign, provider=provider, market=market, now=now)
        if address or is_released:
            button = _(provider.words.open_link) if address else ""
            found.append(Opening(provider.name, provider.words.name, button))
    return found


def address_now(campaign: Campaign, *, provider: Provider, market: str, now: datetime) -> str:
    """Where this visitor opens the release; empty while it is not out for them."""
    release = campaign.release
    if campaign.is_released(now) or is_there(release, provider=provider, market=market, now=now):
        return opening_address(campaign, provider=provider, market=market)
    return seen_address(campaign, provider=provider, market=market)


def opening_address(campaign: Campaign, *, provider: Provider, market: str) -> str:
    """The link the service gave, else an address made of our own ids, else its search."""
    seen = seen_address(campaign, provider=provider, market=market)
    return seen or _own_address(campaign, provider=provider, market=market)


def seen_address(campaign: Campaign, *, provider: Provider, market: str) -> str:
    """The link the service gave when the release was seen, best in the visitor's market."""
    if not provider.abilities.direct:
        return ""  # one that only links is never asked
    seen = Sighting.objects.filter(
        release=campaign.release, provider=provider.name, seen_at__isnull=False
    ).exclude(link="")
    links = dict(seen.order_by("-market").values_list("market", "link"))
    return links.get(market) or next(iter(links.values()), "")


@require_safe
def open_release(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """`/SLUG/open/SERVICE`: counted, then off to the release."""
    campaign, provider = find_campaign(slug), find_provider(service)
    own = _market_of_fan(request, campaign=campaign, service=service)
    market = own or read_arrival(request, campaign=campaign).territory
    address = address_now(campaign, provider=provider, market=market, now=clock.now())
    response = _leave(
        request, campaign=campaign, provider=provider, kind=ClickKind.OPEN, address=address
    )
    keep_service(response, service=service)
    return response


@require_safe
def open_artist(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """`/SLUG/follow/SERVICE`: counted, then off to the artist. The fan follows there."""
    campaign, provider = find_campaign(slug), find_provider(service)
    artist_id = campaign.release.artist.id_at(provider.name)
    address = _artist_address(provider, artist_id)
    return _leave(
        request, campaign=campaign, provider=provider, kind=ClickKind.FOLLOW_LINK, address=address
    )


def _leave(
    request: HttpRequest,
    *,
    campaign: Campaign,
    provider: Provider,
    kind: ClickKind,
    address: str,
) -> HttpResponse:
    if not address:
        raise Http404("no address known")
    if is_click(request):
        channel = read_arrival(request, campaign=campaign).channel
        record_click(campaign, provider=provider.name, kind=kind, channel=channel, now=clock.now())
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "no-store"
    return response


def _own_address(campaign: Campaign, *, provider: Provider, market: str) -> str:
    release = campaign.release
    pinned, artist_id = release.pinned_id(provider.name), release.artist.id_at(provider.name)
    words = f"{release.artist.name} {release.title}"
    with suppress(Refused):
        if pinned:
            return provider.release_address(pinned, market=market)
        if linked := release.link_at(provider.name):
            return linked
        if artist_id:
            return provider.artist_address(artist_id)
    return provider.search_address(words, market=market)


def _artist_address(provider: Provider, artist_id: str) -> str:
    try:
        return provider.artist_address(artist_id) if artist_id else ""
    except Refused:
        return ""


def _market_of_fan(request: HttpRequest, *, campaign: Campaign, service: str) -> str:
    """The country of this fan's own account at a service; empty where it is not known."""
    fan = fan_of_browser(request)
    if fan is None:
        return ""
    known = PreSave.objects.filter(connection__fan=fan, campaign=campaign, provider=service)
    return known.values_list("market", flat=True).first() or ""
