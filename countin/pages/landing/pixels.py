"""Pixels that an organizer set: nothing of theirs is loaded before a fan allows it, and then only
in a frame of its own.

`/SLUG/pixels?heard=view|done`, and `/@ARTIST/pixels?heard=view`, is that frame. It is sandboxed by
its own policy, so what runs in it has an origin of nobody: it reads neither the page around it nor
a cookie of ours. It holds the ids, and which of two things happened; there is nothing else to hear.
"""

from typing import Any, Final

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from countin.campaigns.models import Artist, Campaign
from countin.campaigns.pixels import PIXEL_SERVICES, Pixels, joined_pixels
from countin.pages.domains.own_domains import domain_here
from countin.pages.finding import find_artist, find_campaign

VIEW: Final = "view"
DONE: Final = "done"
_HEARD: Final = "heard"


def pixels_of(campaign: Campaign) -> Pixels:
    """Of this campaign's pages."""
    return joined_pixels(campaign.release.artist.pixels, of_campaign=campaign.pixels)


def pixel_context(campaign: Campaign, *, heard: str) -> dict[str, Any]:
    """For a campaign's page that asks; nothing where no pixel is set."""
    frame = reverse("pixels", kwargs={"slug": campaign.slug})
    return _context(pixels_of(campaign), frame=frame, heard=heard)


def artist_pixel_context(artist: Artist) -> dict[str, Any]:
    """The same for an artist's own page: the pixels of the artist, and of no campaign."""
    frame = reverse("artist_pixels", kwargs={"handle": artist.handle})
    return _context(joined_pixels(artist.pixels, of_campaign={}), frame=frame, heard=VIEW)


def _context(pixels: Pixels, *, frame: str, heard: str) -> dict[str, Any]:
    if not pixels:
        return {}
    return {
        "pixels": {
            "names": ", ".join(PIXEL_SERVICES[name].label for name in pixels),
            # Another pixel is another question.
            "key": " ".join(f"{name}:{text}" for name, text in pixels.items()),
            "frame": f"{frame}?{_HEARD}={heard}",
        }
    }


def with_frame(
    response: HttpResponse, *, request: HttpRequest, context: dict[str, Any]
) -> HttpResponse:
    """A page that asks may frame the one page of ours that loads them, and still nothing else."""
    if "pixels" in context:
        csp_update({"frame-src": ["'self'"]})(lambda _request: response)(request)
    return response


@require_safe
@xframe_options_exempt
def show_pixels(request: HttpRequest, *, slug: str) -> HttpResponse:
    """404 where none is set, and for anything else to be heard."""
    return _show(request, pixels=pixels_of(find_campaign(slug)), may_hear=(VIEW, DONE))


@require_safe
@xframe_options_exempt
def show_artist_pixels(request: HttpRequest, *, handle: str) -> HttpResponse:
    """The same on an artist's page, where nothing is promised: it is opened, no more."""
    pixels = joined_pixels(find_artist(handle).pixels, of_campaign={})
    return _show(request, pixels=pixels, may_hear=(VIEW,))


def _show(request: HttpRequest, *, pixels: Pixels, may_hear: tuple[str, ...]) -> HttpResponse:
    heard = request.GET.get(_HEARD, "")
    if not pixels or heard not in may_hear:
        raise Http404("no pixel")
    response = render(request, "pages/pixels.html", {"pixels": pixels, "heard": heard})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    csp_replace(_policy(request, pixels=pixels))(lambda _request: response)(request)
    return response


def _policy(request: HttpRequest, *, pixels: Pixels) -> dict[str, list[str]]:
    domain = domain_here(request)
    own = domain.origin if domain else settings.BASE_URL  # by name: "'self'" is nobody in here
    services = [PIXEL_SERVICES[name] for name in pixels]
    listeners = [host for one in services for host in one.listeners]
    return {
        "sandbox": ["allow-scripts"],
        "frame-ancestors": ["'self'"],
        "script-src": [own, *(host for one in services for host in one.scripts)],
        "connect-src": listeners,
        "img-src": listeners,
        "style-src": ["'none'"],
        "font-src": ["'none'"],
        "form-action": ["'none'"],
    }
