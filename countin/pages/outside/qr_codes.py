"""`/SLUG/qr.svg` and `/SLUG/qr.png`: the page's address for posters and screens."""

import io
from typing import Final

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from countin.campaigns.models import Campaign
from countin.pages.finding import find_campaign
from countin.visits.arriving import channel_named

_QUIET: Final = 4  # modules around it, as the standard asks
_SCALE: Final = {"svg": 10, "png": 24}  # pixels a module; the SVG may be drawn at any size
_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}


@require_safe
def show_qr_code(request: HttpRequest, *, slug: str, kind: str) -> HttpResponse:
    """Leads to the page; with `?via=` of a channel of the campaign, to the channel's address."""
    campaign = find_campaign(slug)
    address = _address(campaign, via=request.GET.get("via", ""))
    response = HttpResponse(draw_qr_code(address, kind=kind), _TYPES[kind])
    response["Content-Disposition"] = f'inline; filename="{slug}-qr.{kind}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


def draw_qr_code(address: str, *, kind: str) -> bytes:
    """Black on white with its quiet zone, error level M. `kind` is svg or png."""
    code = segno.make_qr(address, error="m", boost_error=False)
    out = io.BytesIO()
    code.save(out, kind=kind, scale=_SCALE[kind], border=_QUIET, dark="#000", light="#fff")
    return out.getvalue()


def _address(campaign: Campaign, *, via: str) -> str:
    page = f"{settings.BASE_URL}/{campaign.slug}"
    channel = channel_named(campaign, via)
    return f"{page}?via={channel.name}" if channel else page
