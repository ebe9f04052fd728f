"""`/SLUG/preview?key=`: the page as fans will see it, for the studio's own frame.

It counts nothing, sets no cookie, takes nothing, and runs no script: what is shown is the look.
"""

import re
from contextlib import suppress
from typing import Final

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.chosen_themes import FROM_PICTURE, read_theme_choice
from countin.campaigns.codes import BadCode
from countin.campaigns.models import Campaign
from countin.campaigns.previewing import is_preview_key
from countin.pages.landing.page import show_as_of
from countin.pages.visitors.arrivals import read_arrival

_SCRIPT: Final = re.compile(rb"<script\b[^>]*>.*?</script>", re.DOTALL)
_FRAMED: Final = {
    "frame-ancestors": ["'self'"],
    "form-action": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
}


@require_safe
@xframe_options_exempt
@csp_replace(_FRAMED)  # type: ignore[arg-type]  # its types know no views with arguments
def show_preview(request: HttpRequest, *, slug: str) -> HttpResponse:
    """404 without today's key."""
    now = clock.now()
    campaign = Campaign.objects.with_release().filter(slug=slug).first()
    key = request.GET.get("key", "")
    if campaign is None or not is_preview_key(
        campaign, key=key, secret_key=settings.SECRET_KEY, now=now
    ):
        raise Http404("no such preview")
    if campaign.published_at is None:
        campaign.published_at = now  # on this object alone, never saved
    with suppress(BadCode):  # what somebody is about to choose; likewise never saved
        campaign.theme = read_theme_choice(request.GET.get("theme", campaign.theme or FROM_PICTURE))
    arrival = read_arrival(request, campaign=campaign)
    response = show_as_of(request, campaign=campaign, arrival=arrival, now=now)
    response.content = _SCRIPT.sub(b"", response.content)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
