"""People whom an artist writes to by hand. Names are somebody's data: the scope is that of fans."""

from typing import Annotated, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import Count
from countin.api.tokens import FANS
from countin.api.wishes import Number, Wish, plain
from countin.campaigns.models import Campaign
from countin.insights.outreach.reading import Reached, read_outreach
from countin.messaging.models import OutreachContact
from countin.messaging.outreach import (
    TooMany,
    add_contact,
    forget_contact,
    note_contact,
    note_written,
)

router = Router(tags=["outreach"])


class ContactWish(Wish):
    """Somebody, as you call them, and how they are written to."""

    whom: Annotated[str, plain(longest=120, least=1)]
    way: Annotated[str, plain(longest=60)] = ""


class ContactChange(Wish):
    """`written`: they were written to, and the first time counts; `note`: what came of it."""

    written: bool = False
    note: Annotated[str, plain(longest=500)] | None = None


class ContactShape(Schema):
    """One of them; `link` is theirs alone."""

    number: int
    whom: str
    way: str
    link: str
    written_at: str | None
    note: str
    channel: str
    visits: Count
    presaves: Count


class ContactList(Schema):
    """At most five hundred."""

    items: list[ContactShape]


@router.get(
    "/{slug}/contacts", auth=FANS, response=answers(ContactList, 404), summary="People written to"
)
def list_contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """In the order in which they were named."""
    campaign = find_campaign(request, slug)
    note(request, "contacts read", subject=slug)
    return _answer(campaign)


@router.post(
    "/{slug}/contacts",
    auth=FANS,
    response=answers(ContactList, 404, 409, 422, status=201),
    summary="One more",
)
@decorate_view(once)
def add(request: HttpRequest, slug: str, wish: ContactWish) -> HttpResponse:
    """With a tracked link of their own."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            add_contact(campaign, whom=wish.whom, way=wish.way, now=clock.now())
            note(request, "contact added", subject=slug)
    except TooMany as many:
        raise Problem(409, str(many)) from None
    return _answer(campaign, status=201)


@router.put(
    "/{slug}/contacts/{number}",
    auth=FANS,
    response=answers(ContactList, 404, 409, 422),
    summary="What came of it",
)
@decorate_view(once)
def change(request: HttpRequest, slug: str, number: Number, wish: ContactChange) -> HttpResponse:
    """They were written to, or answered."""
    campaign = find_campaign(request, slug)
    contact = _find(campaign, number=number)
    with transaction.atomic():
        if wish.written:
            note_written(contact, now=clock.now())
        if wish.note is not None:
            note_contact(contact, note=wish.note)
        note(request, "contact changed", subject=slug, detail=str(number))
    return _answer(campaign)


@router.delete(
    "/{slug}/contacts/{number}",
    auth=FANS,
    response=answers(None, 404, 422, status=204),
    summary="Forget them",
)
def forget(request: HttpRequest, slug: str, number: Number) -> Status[None]:
    """Who they are goes; their link works on."""
    contact = _find(find_campaign(request, slug), number=number)
    with transaction.atomic():
        forget_contact(contact)
        note(request, "contact forgotten", subject=slug, detail=str(number))
    return Status(204, None)


def _find(campaign: Campaign, *, number: int) -> OutreachContact:
    rows = OutreachContact.objects.filter(campaign=campaign).select_related("channel")
    return get_object_or_404(rows, pk=number)


def _answer(campaign: Campaign, *, status: int = 200) -> HttpResponse:
    told = {"items": [_told(one) for one in read_outreach(campaign)]}
    return answer_whole(ContactList, told, status=status)


def _told(one: Reached) -> dict[str, Any]:
    contact = one.contact
    return {
        "number": contact.pk,
        "whom": contact.whom,
        "way": contact.way,
        "link": f"{settings.BASE_URL}/l/{one.code}",
        "written_at": contact.written_at and contact.written_at.isoformat(),
        "note": contact.note,
        "channel": contact.channel.name,
        "visits": one.visits,
        "presaves": one.presaves,
    }
