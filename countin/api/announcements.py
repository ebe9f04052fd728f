"""Announcements of a campaign: written, looked at, tested, let go, stopped."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.decorators import decorate_view

from countin.api import announcing
from countin.api.announcement_shapes import (
    AnnouncementPage,
    AnnouncementShape,
    DraftWish,
    Few,
    SendWish,
    TestWish,
    WordsWish,
)
from countin.api.announcing import in_campaign
from countin.api.answers import once
from countin.api.paging import Cursor
from countin.api.responses import answers
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Number

router = Router(tags=["announcements"])


@router.get(
    "/{slug}/announcements",
    auth=READ,
    response=answers(AnnouncementPage, 404, 422),
    summary="Announcements",
)
def list_announcements(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Few = 20
) -> AnnouncementPage:
    """The newest first; counts alone, nobody is named."""
    return announcing.list_page(in_campaign(request, slug), cursor=cursor, limit=limit)


@router.post(
    "/{slug}/announcements",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=201),
    summary="Write one",
)
@decorate_view(once)
def draft(request: HttpRequest, slug: str, wish: DraftWish) -> HttpResponse:
    """A draft, with the words of its kind where none are given. Nothing goes out."""
    return announcing.make_draft(in_campaign(request, slug), wish=wish)


@router.get(
    "/{slug}/announcements/{number}",
    auth=READ,
    response=answers(AnnouncementShape, 404, 422),
    summary="One of them",
)
def show(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """Its words, and how far it got."""
    return announcing.answer_one(in_campaign(request, slug).find(number))


@router.put(
    "/{slug}/announcements/{number}",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Other words",
)
@decorate_view(once)
def change(request: HttpRequest, slug: str, number: Number, wish: WordsWish) -> HttpResponse:
    """As long as it is a draft."""
    return announcing.change_words(in_campaign(request, slug), number=number, wish=wish)


@router.delete(
    "/{slug}/announcements/{number}",
    auth=WRITE,
    response=answers(None, 404, 409, 422, status=204),
    summary="Discard",
)
def discard(request: HttpRequest, slug: str, number: Number) -> Status[None]:
    """A draft goes."""
    return announcing.discard_one(in_campaign(request, slug), number=number)


@router.post(
    "/{slug}/announcements/{number}/test",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=202),
    summary="Send a test",
)
@decorate_view(once)
def test(request: HttpRequest, slug: str, number: Number, wish: TestWish) -> HttpResponse:
    """To one address, yours. It counts nowhere."""
    return announcing.try_out(in_campaign(request, slug), number=number, wish=wish)


@router.post(
    "/{slug}/announcements/{number}/send",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=202),
    summary="Let it go",
)
@decorate_view(once)
def send(request: HttpRequest, slug: str, number: Number, wish: SendWish) -> HttpResponse:
    """Now, or at a moment; scheduled anew before it began, it moves. Where no mail can be sent,
    `by_mail` is false, and browsers and webhooks alone hear of it."""
    return announcing.let_go(in_campaign(request, slug), number=number, wish=wish)


@router.post(
    "/{slug}/announcements/{number}/stop",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Stop",
)
@decorate_view(once)
def stop(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """From this moment nothing more of it goes."""
    return announcing.stop_one(in_campaign(request, slug), number=number)


@router.post(
    "/{slug}/announcements/{number}/resume",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Let the rest go",
)
@decorate_view(once)
def resume(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """What was stopped goes on."""
    return announcing.resume_one(in_campaign(request, slug), number=number)
