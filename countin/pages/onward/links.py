"""`/l/CODE`: a channel's, a fan's or a mail's link. Where it leads is decided when it is opened,
from our own rows; nothing in the address can send anybody elsewhere."""

from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin import clock
from countin.messaging.models import Reminder
from countin.pages.onward.leaving import opening_address
from countin.pages.visitors.counting import is_click
from countin.visits.arriving import UTM_WORDS, read_utm
from countin.visits.artist_channels import artist_channel_of_code
from countin.visits.clicking import record_click
from countin.visits.links import link_of_code
from countin.visits.models import ClickKind, Link, LinkKind

LINK_WORD: Final = "link"  # of the query: the code of the fan's link that a visitor came by


@require_safe
def follow_link(request: HttpRequest, *, code: str) -> HttpResponse:
    """To the page, with channel or link and the UTM words; in a mail, to the release itself."""
    link = link_of_code(code)
    if link is None:
        return _to_artist(code)
    if link.campaign.published_at is None:
        raise Http404("no such link")
    address = _release_address(link) if link.kind == LinkKind.REMINDER else ""
    if address and is_click(request):
        record_click(
            link.campaign,
            provider=link.provider,
            kind=ClickKind.OPEN,
            channel=link.channel,
            link=link,
            now=clock.now(),
        )
    return _lead_to(address or _page_address(link, request=request))


def _to_artist(code: str) -> HttpResponse:
    """By the link of an announcement that is about no campaign; whether the page is public is
    decided there."""
    channel = artist_channel_of_code(code)
    if channel is None:
        raise Http404("no such link")
    page = reverse("artist", kwargs={"handle": channel.artist.handle})
    return _lead_to(f"{page}?{urlencode({'via': channel.name})}")


def _lead_to(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "no-store"
    return response


def _release_address(link: Link) -> str:
    provider = settings.PROVIDERS.get(link.provider)
    if provider is None:
        return ""
    reminder = Reminder.objects.filter(link=link).first()
    market = reminder.market if reminder else ""
    return opening_address(link.campaign, provider=provider, market=market)


def _page_address(link: Link, *, request: HttpRequest) -> str:
    page = reverse("landing", kwargs={"slug": link.campaign.slug})
    words = {"via": link.channel.name} if link.channel else {}
    if link.kind == LinkKind.PERSONAL and link.fan_id is not None:
        words[LINK_WORD] = link.code
    # What came with this visitor says more than what was written when the link was made.
    came = dict(zip(UTM_WORDS, read_utm(request.GET.dict()), strict=True))
    words |= {word: came[word] or getattr(link, word) for word in UTM_WORDS}
    query = urlencode({word: text for word, text in words.items() if text})
    return f"{page}?{query}" if query else page
