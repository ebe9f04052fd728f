"""Where a campaign's page leads: whether each link answers, and what else its codes find. What is
found is taken by sending the campaign's file with it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.responses import answers
from countin.api.shapes import Growing
from countin.api.tokens import READ, WRITE
from countin.campaigns.models import Campaign
from countin.campaigns.targets.checking import check_links, note_targets
from countin.campaigns.targets.gathering import gather_links
from countin.campaigns.targets.manners import manners_here
from countin.campaigns.targets.telling import checks_as_json, new_proposals, proposal_as_json
from countin.elsewhere.catalogs import Codes

router = Router(tags=["campaigns"])


class TargetShape(Growing):
    """A link of the page, and whether it answered; `looked_at` null: nobody has looked yet."""

    name: str
    url: str
    life: str
    looked_at: str | None
    words: str


class TargetList(Schema):
    items: list[TargetShape]


class FoundShape(Growing):
    """What may be the release: `url` goes into the file under `release.links`."""

    service: str
    url: str
    title: str
    artist: str
    same_artist: bool


class FoundList(Schema):
    """`troubles`: who could not be asked, and why."""

    items: list[FoundShape]
    asked: list[str]
    troubles: list[str]


@router.get(
    "/{slug}/targets", auth=READ, response=answers(TargetList, 404), summary="Where its page leads"
)
def list_targets(request: HttpRequest, slug: str) -> TargetList:
    """As they were looked at last; asks nobody."""
    campaign = find_campaign(request, slug)
    note_targets(campaign, providers=settings.PROVIDERS, now=clock.now())
    return _told(campaign)


@router.post(
    "/{slug}/targets/look",
    auth=WRITE,
    response=answers(TargetList, 404, 409, 422),
    summary="Look now",
)
@decorate_view(once)
def look(request: HttpRequest, slug: str) -> TargetList:
    """At every link once. Waits for the network."""
    campaign, now = find_campaign(request, slug), clock.now()
    check_links(campaign, providers=settings.PROVIDERS, manners=manners_here(), now=now)
    note(request, "links looked at", subject=slug)
    return _told(campaign)


@router.get(
    "/{slug}/targets/found",
    auth=WRITE,
    response=answers(FoundList, 404),
    summary="Where else it is",
)
def find(request: HttpRequest, slug: str) -> FoundList:
    """By its UPC and ISRC, where the page has no link yet. Waits for the network."""
    campaign = find_campaign(request, slug)
    release = campaign.release
    gathered = gather_links(
        Codes(upc=release.upc, isrc=release.isrc),
        providers=settings.PROVIDERS,
        catalogs=settings.CATALOGS,
        who=manners_here().who,
        now=clock.now(),
    )
    found = new_proposals(gathered, campaign=campaign, providers=settings.PROVIDERS)
    told: list[Any] = [proposal_as_json(one, artist=release.artist.name) for one in found]
    return FoundList(
        items=[FoundShape.model_validate(one) for one in told],
        asked=list(gathered.asked),
        troubles=list(gathered.troubles),
    )


def _told(campaign: Campaign) -> TargetList:
    return TargetList(items=[TargetShape.model_validate(one) for one in checks_as_json(campaign)])
