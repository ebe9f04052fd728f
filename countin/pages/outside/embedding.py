"""`/SLUG/embed`: a small card for other sites, `/embed.js`, which puts it there, and `/oembed`,
which tells programs about it.

The card is the one page of ours that may be framed. It has no form and no cookie, and its script
says how high it is and no more, so there is nothing in it that a site around it could make a
visitor press: what is decided is decided on our own pages, in a window of their own.
"""

from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.controlling import controller_of
from countin.campaigns.models import Campaign
from countin.campaigns.modes import modes_of
from countin.campaigns.snippets import HEIGHT, WIDEST, frame_snippet
from countin.pages.domains.own_domains import find_origin
from countin.pages.finding import find_campaign
from countin.pages.kinds import release_line
from countin.pages.outside.cards import card_address
from countin.pages.outside.covers import make_cover
from countin.pages.outside.structured import page_address, page_title
from countin.pages.themes import theme_address
from countin.pages.visitors.languages import QUERY_WORD, language_of
from countin.providers.contract import Mode
from countin.visits.arriving import channel_named

CHANNEL: Final = "embed"  # where an organizer has one of this name, its visits are counted by it
_FRAMED: Final = {
    "frame-ancestors": ["*"],
    "form-action": ["'none'"],
    "connect-src": ["'none'"],
}
_NARROWEST: Final = 320  # pixels
_SCRIPT: Final = Path(__file__).parents[1] / "static" / "pages" / "embed.js"


@require_safe
@xframe_options_exempt
@csp_replace(_FRAMED)  # type: ignore[arg-type]  # its types know no views with arguments
def show_embed(request: HttpRequest, *, slug: str) -> HttpResponse:
    """The card in the language of the query or of the browser; no cookie is asked for it."""
    campaign = find_campaign(slug)
    language = language_of(
        request.headers.get("Accept-Language", ""), query=request.GET.get(QUERY_WORD, "")
    )
    with override(language):
        response = _render(request, campaign=campaign)
    response["Content-Language"] = language
    response["Cache-Control"] = "public, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Accept-Language",))
    return response


@require_safe
def show_oembed(request: HttpRequest) -> HttpResponse:
    """`/oembed?url=`: JSON for an address of one of our pages; 404 for any other."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON is spoken here: ask with format=json.\n", status=501)
    campaign = _campaign_at(request.GET.get("url", ""))
    width = min(WIDEST, max(_NARROWEST, _number(request.GET.get("maxwidth", ""))))
    height = min(HEIGHT, _number(request.GET.get("maxheight", "")))
    now, title = clock.now(), page_title(campaign)
    provider = controller_of([campaign.release.artist], otherwise=settings.CONTROLLER)
    frame = frame_snippet(campaign, base_url=settings.BASE_URL, width=width, height=height)
    response = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "author_name": campaign.release.artist.name,
            "provider_name": provider.name or "Count-In",
            "provider_url": settings.BASE_URL,
            "cache_age": 3600,
            "thumbnail_url": settings.BASE_URL + card_address(campaign, now=now),
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
            "width": width,
            "height": height,
            "html": frame,
        }
    )
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"  # the same for everybody, and public
    return response


@require_safe
def show_script(_request: HttpRequest) -> HttpResponse:
    """`/embed.js`, under an address that stays the same for as long as sites name it."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # its place is on other sites
    return response


@cache
def _script() -> bytes:
    return _SCRIPT.read_bytes()


def _render(request: HttpRequest, *, campaign: Campaign) -> HttpResponse:
    now, release = clock.now(), campaign.release
    channel = channel_named(campaign, CHANNEL)
    address = page_address(campaign)
    context = {
        "title": release.title,
        "artist": release.artist.name,
        "line": release_line(campaign, now=now),
        "cover": make_cover(release),
        "theme_address": theme_address(campaign),
        "address": f"{address}?via={channel.name}" if channel else address,
        "canonical": address,
        "button": _button(campaign),
    }
    return render(request, "pages/embed.html", context)


def _button(campaign: Campaign) -> str:
    """What the page behind it really offers."""
    now = clock.now()
    if campaign.is_released(now):
        return _("Listen")
    if not campaign.is_open(now):
        return _("Open the page")
    modes = modes_of(campaign, providers=settings.PROVIDERS).values()
    saves = any(mode != Mode.REMIND for mode in modes)
    return _("Pre-save") if saves else _("Remind me")


def _campaign_at(address: str) -> Campaign:
    """The campaign whose page has this address; raises Http404 for every other. On an artist's
    own domain no other artist's page stands."""
    try:
        parts, own = urlsplit(address), urlsplit(settings.BASE_URL)
    except ValueError:
        raise Http404("no address") from None
    domain = find_origin(f"{parts.scheme}://{parts.netloc}")
    if domain is None and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        raise Http404("not ours")
    campaign = find_campaign(parts.path.strip("/"))
    if domain is not None and campaign.release.artist_id != domain.artist_id:
        raise Http404("not on this domain")
    return campaign


def _number(text: str) -> int:
    """A size in pixels; as large as can be where none is given."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else WIDEST
