"""Artists: who answers for their fans, from whom their mails come, what they have of their own."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_artist, workspace_of
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.tokens import OWNER, READ, WRITE
from countin.api.wishes import Wish, plain
from countin.campaigns.artist_pages.applying import next_date_of
from countin.campaigns.artist_pages.placing import place_artist_page
from countin.campaigns.artist_pages.reading import read_artist_page
from countin.campaigns.artist_pixels import set_pixels
from countin.campaigns.codes import BadCode
from countin.campaigns.controlling import (
    LONGEST_SENDER,
    own_controller,
    read_sender,
    set_controller,
)
from countin.campaigns.documents import parse_document
from countin.campaigns.domains import (
    LONGEST_DOMAIN,
    NO_DOMAIN,
    DomainTaken,
    domain_of,
    read_domain,
    set_domain,
)
from countin.campaigns.models import Artist
from countin.campaigns.pixels import PIXEL_SERVICES, read_pixel
from countin.workspaces.controllers import Named, may_publish

router = Router(tags=["artists"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
        "description": "`artist` and `next` of an artist file as JSON: "
        "docs/running/artist-page.md. What is left out of it leaves the page.",
    }
}


class ControllerShape(Schema):
    """As the privacy notice and every mail name them."""

    name: str
    contact: str
    address: str


class NextShape(Schema):
    """What the page says comes next; `link` empty where there is nothing more to read."""

    date: date
    what: str
    link: str


class ArtistShape(Schema):
    """`controller` null: the installation's answers; `sender` empty: the installation's;
    `published`: the page is public before any campaign; `next` null: none, or it is over."""

    handle: str
    name: str
    published: bool
    next: NextShape | None
    controller: ControllerShape | None
    sender: str
    domain: str
    pixels: dict[str, str]


class ArtistPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[ArtistShape]
    next: str | None


class ControllerWish(Wish):
    """All three of the controller, or none: then the installation's."""

    name: Annotated[str, plain(longest=200)] = ""
    contact: Annotated[str, plain(longest=254)] = ""
    address: Annotated[str, plain(longest=500)] = ""
    sender: Annotated[str, plain(longest=LONGEST_SENDER)] = ""


class GroundWish(Wish):
    """A domain, and ids of pixels by service; what is left out goes."""

    domain: Annotated[str, plain(longest=LONGEST_DOMAIN)] = ""
    pixels: dict[str, Annotated[str, plain(longest=40)]] = Field({}, max_length=10)


@router.get("", auth=READ, response=answers(ArtistPage, 422), summary="List artists")
def list_artists(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> ArtistPage:
    """The newest first."""
    _kind, before = read_cursor(cursor, kinds="a") if cursor else ("a", MOST_ROWS)
    own = Artist.objects.filter(workspace=workspace_of(request), pk__lt=before)
    found = list(own.select_related("own_domain").order_by("-pk")[: limit + 1])
    has_more = len(found) > limit
    return ArtistPage(
        items=[ArtistShape(**_told(artist)) for artist in found[:limit]],
        next=write_cursor("a", found[limit - 1].pk) if has_more else None,
    )


@router.get("/{handle}", auth=READ, response=answers(ArtistShape, 404), summary="One artist")
def show_artist(request: HttpRequest, handle: str) -> ArtistShape:
    """As in the list."""
    return ArtistShape(**_told(find_artist(request, handle)))


@router.put(
    "/{handle}",
    auth=WRITE,
    response=answers(ArtistShape, 409, 422),
    openapi_extra=_BODY,
    summary="Create or change an artist's page",
)
@decorate_view(once)
def send_artist(
    request: HttpRequest,
    handle: str,
    hidden: bool = False,  # noqa: FBT001  # the framework passes by name
) -> ArtistShape:
    """It needs no campaign. With `hidden` it is public only while a campaign of theirs is."""
    now = clock.now()
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    file = read_artist_page(parse_document(request.body), id_forms=id_forms)
    is_public = may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)
    with transaction.atomic():
        applied = place_artist_page(
            file,
            handle=handle,
            workspace=workspace_of(request),
            is_open=not hidden if is_public or hidden else None,
            now=now,
        )
        if applied.created:
            note(request, "artist created", subject=handle)
        elif applied.changed:
            note(request, "artist changed", subject=handle, detail=", ".join(applied.changed))
    return ArtistShape(**_told(find_artist(request, handle)))


@router.put(
    "/{handle}/controller",
    auth=WRITE,
    response=answers(ArtistShape, 404, 409, 422),
    summary="Who answers for their fans",
)
@decorate_view(once)
def name_controller(request: HttpRequest, handle: str, wish: ControllerWish) -> ArtistShape:
    """Pages and mails follow from now on."""
    artist = find_artist(request, handle)
    named = Named(wish.name.strip(), wish.contact.strip(), wish.address.strip())
    if not named.is_named and (named.name or named.contact or named.address):
        raise Problem(422, "Give name, contact and postal address, or none of the three.")
    try:
        sender = read_sender(wish.sender) if wish.sender.strip() else ""
    except BadCode as bad:
        raise Problem(422, str(bad)) from None
    with transaction.atomic():
        changed = set_controller(
            artist, controller=named if named.is_named else None, sender=sender, now=clock.now()
        )
        if changed:
            note(request, "artist changed", subject=handle, detail=", ".join(changed))
    return ArtistShape(**_told(artist))


@router.put(
    "/{handle}/ground",
    auth=OWNER,
    response=answers(ArtistShape, 404, 409, 422),
    summary="What they have of their own",
)
@decorate_view(once)
def set_ground(request: HttpRequest, handle: str, wish: GroundWish) -> ArtistShape:
    """Their domain and pixels, instead of those before; refused whole where a part can't stand."""
    artist, now = find_artist(request, handle), clock.now()
    host, pixels = _read_ground(wish)
    try:
        with transaction.atomic():
            if set_domain(artist, host=host, own_hosts=settings.OWN_HOSTS, now=now):
                note(request, "domain set", subject=handle, detail=host or NO_DOMAIN)
            if set_pixels(artist, pixels=pixels, now=now):
                note(request, "pixels set", subject=handle, detail=", ".join(pixels) or "none")
    except DomainTaken as taken:
        raise Problem(409, f"{taken} {taken.mend}") from None
    return ArtistShape(**_told(find_artist(request, handle)))


def _read_ground(wish: GroundWish) -> tuple[str, dict[str, str]]:
    if unknown := sorted(set(wish.pixels) - set(PIXEL_SERVICES)):
        known = ", ".join(PIXEL_SERVICES)
        raise Problem(422, f"There are no pixels of {unknown[0]!r}. There are: {known}.")
    try:
        host = read_domain(wish.domain) if wish.domain.strip() else ""
        given = {name: wish.pixels.get(name, "").strip() for name in PIXEL_SERVICES}
        return host, {name: read_pixel(one, name=name) for name, one in given.items() if one}
    except BadCode as bad:
        raise Problem(422, str(bad)) from None


def _told(artist: Artist) -> dict[str, Any]:
    own, coming = own_controller(artist), next_date_of(artist, now=clock.now())
    named = own and ControllerShape(name=own.name, contact=own.contact, address=own.address)
    return {
        "handle": artist.handle,
        "name": artist.name,
        "published": artist.published_at is not None,
        "next": coming and NextShape(date=coming.day, what=coming.words, link=coming.link),
        "controller": named,
        "sender": artist.sender,
        "domain": domain_of(artist),
        "pixels": artist.pixels,
    }
