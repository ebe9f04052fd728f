"""Tracked links of a campaign's channels, with the organizer's own words where some are given."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import LinkList, LinkShape, LinkWish
from countin.api.tokens import READ, WRITE
from countin.campaigns.models import Channel
from countin.visits.arriving import UTM_WORDS, Utm, read_utm
from countin.visits.links import (
    channel_link,
    channel_links,
    readable_address,
    share_address,
    utm_of,
)
from countin.visits.models import Link

router = Router(tags=["campaigns"])


@router.post(
    "/{slug}/links", auth=WRITE, response=answers(LinkShape, 404, 409, 422), summary="A link"
)
@decorate_view(once)
def make_link(request: HttpRequest, slug: str, wish: LinkWish) -> LinkShape:
    """A channel's tracked addresses: the short one, and the readable one."""
    campaign = find_campaign(request, slug)
    channel = Channel.objects.filter(campaign=campaign, name=wish.channel).first()
    if channel is None:
        known = ", ".join(campaign.channels.order_by("name").values_list("name", flat=True))
        words = f"Its channels are: {known}." if known else "It has no channels."
        raise Problem(422, f"There is no channel {wish.channel!r}. {words} Add it by PUT.")
    words_of_link = _read_words(wish)
    with transaction.atomic():
        link = channel_link(channel, utm=words_of_link, now=clock.now())
        note(request, "link made", subject=slug, detail=channel.name)
    return _link(link)


@router.get(
    "/{slug}/links", auth=READ, response=answers(LinkList, 404), summary="Its channels' links"
)
def list_links(request: HttpRequest, slug: str) -> LinkList:
    """Those that were made, in that order."""
    return LinkList(items=[_link(link) for link in channel_links(find_campaign(request, slug))])


def _link(link: Link) -> LinkShape:
    words = utm_of(link)
    return LinkShape(
        slug=link.campaign.slug,
        channel=link.channel.name if link.channel else "",
        utm_source=words.source,
        utm_medium=words.medium,
        utm_campaign=words.campaign,
        short=share_address(link, short_url=settings.SHORT_URL),
        url=readable_address(link, base_url=settings.BASE_URL),
    )


def _read_words(wish: LinkWish) -> Utm:
    given = Utm(wish.utm_source, wish.utm_medium, wish.utm_campaign)
    words = read_utm(dict(zip(UTM_WORDS, given, strict=True)))
    if words != given:
        raise Problem(
            422,
            "The utm words may have 64 printable characters each, and no space around them.",
        )
    return words
