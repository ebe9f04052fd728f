"""`/SLUG/thanks` on an artist's own domain: what will happen, without knowing to whom.

A ticket says which promise the words are about. It lasts ten minutes, opens nothing, and is put
away in a cookie at once, so that the address that may be copied from the page holds none.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countin import clock
from countin.campaigns.domains import domain_of, origin_on
from countin.campaigns.models import Campaign
from countin.pages.answers import go_to, show_private_page
from countin.pages.landing.contexts import campaign_context
from countin.pages.landing.pixels import DONE, pixel_context, with_frame
from countin.pages.promised.promises import read_promise
from countin.pages.visitors.arrivals import read_arrival
from countin.pages.visitors.cookies import keep_ticket, read_ticket
from countin.presaves.models import PreSave
from countin.presaves.states import State

TICKET_FOR: Final = timedelta(minutes=10)
_WORD: Final = "done"  # of the query
_FORM: Final = re.compile(r"([0-9]{1,19})-([0-9]{1,12})-([0-9a-f]{32})")
_GOES_WELL: Final = (State.PROMISED, State.SAVED)


def thanks_address(presave: PreSave, *, now: datetime) -> str:
    """The thanks on the artist's own domain; empty where they have none any more."""
    host = domain_of(presave.campaign.release.artist)
    if not host:
        return ""
    page = reverse("thanks", kwargs={"slug": presave.campaign.slug})
    origin = origin_on(host, base_url=settings.BASE_URL)
    return f"{origin}{page}?{_WORD}={_make_ticket(presave.pk, now=now)}"


def show_thanks_on_domain(request: HttpRequest, *, campaign: Campaign) -> HttpResponse:
    """For ten minutes after the return; afterwards it is the page itself."""
    now = clock.now()
    given = request.GET.get(_WORD, "")
    if given:
        clean = go_to("thanks", slug=campaign.slug)
        if _read_ticket(given, now=now) is not None:
            keep_ticket(clean, ticket=given, lasts_for=TICKET_FOR)
        return clean
    presave = _presave(_read_ticket(read_ticket(request), now=now), campaign=campaign)
    if presave is None:
        return go_to("landing", slug=campaign.slug)
    promise = read_promise(presave, providers=settings.PROVIDERS, zone="", now=now)
    arrival = read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=now) | {
        "promise": promise,
        "is_in": promise.state in _GOES_WELL,
        "is_out": campaign.is_released(now),
        "own_page": settings.BASE_URL + reverse("own_page"),
    }
    context |= pixel_context(campaign, heard=DONE)
    response = show_private_page(request, template="domain_thanks", context=context)
    return with_frame(response, request=request, context=context)


def _presave(number: int | None, *, campaign: Campaign) -> PreSave | None:
    if number is None:
        return None
    rows = PreSave.objects.filter(pk=number, campaign=campaign, connection__isnull=False)
    found = rows.select_related("consent").exclude(state=State.WITHDRAWN).first()
    if found:
        found.campaign = campaign  # with its release, loaded once
    return found


def _make_ticket(number: int, *, now: datetime) -> str:
    issued = int(now.timestamp())
    return f"{number}-{issued}-{_sign(number, issued)}"


def _read_ticket(text: str, *, now: datetime) -> int | None:
    found = _FORM.fullmatch(text) if text.isascii() else None
    if found is None:
        return None
    number, issued = int(found[1]), int(found[2])
    is_ours = hmac.compare_digest(found[3], _sign(number, issued))
    is_fresh = 0 <= now.timestamp() - issued < TICKET_FOR.total_seconds()
    return number if is_ours and is_fresh else None


def _sign(number: int, issued: int) -> str:
    key = hashlib.sha256(f"countin thanks ticket|{settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, b"%d %d" % (number, issued), "sha256").hex()[:32]
