"""News of an artist, about no campaign: written, tested, let go, stopped; what they brought."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.decorators import decorate_view

from countin.api import announcing
from countin.api.announcement_shapes import (
    AnnouncementPage,
    AnnouncementShape,
    BroughtPage,
    BroughtShape,
    DraftWish,
    Few,
    SendWish,
    TestWish,
    WordsWish,
)
from countin.api.announcing import in_artist
from countin.api.answers import once
from countin.api.paging import Cursor
from countin.api.responses import answers
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Number
from countin.insights.news import read_brought

router = Router(tags=["announcements"])


@router.get(
    "/{handle}/news",
    auth=READ,
    response=answers(AnnouncementPage, 404, 422),
    summary="News",
)
def list_announcements(
    request: HttpRequest, handle: str, cursor: Cursor = "", limit: Few = 20
) -> AnnouncementPage:
    """The newest first; counts alone, nobody is named."""
    return announcing.list_page(in_artist(request, handle), cursor=cursor, limit=limit)


@router.post(
    "/{handle}/news",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=201),
    summary="Write to the list",
)
@decorate_view(once)
def draft(request: HttpRequest, handle: str, wish: DraftWish) -> HttpResponse:
    """A draft of the kind `news`: the others are about a release. Nothing goes out."""
    return announcing.make_draft(in_artist(request, handle), wish=wish)


@router.get(
    "/{handle}/news/{number}",
    auth=READ,
    response=answers(AnnouncementShape, 404, 422),
    summary="One of them",
)
def show(request: HttpRequest, handle: str, number: Number) -> HttpResponse:
    """Its words, and how far it got."""
    return announcing.answer_one(in_artist(request, handle).find(number))


@router.put(
    "/{handle}/news/{number}",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Other words",
)
@decorate_view(once)
def change(request: HttpRequest, handle: str, number: Number, wish: WordsWish) -> HttpResponse:
    """As long as it is a draft."""
    return announcing.change_words(in_artist(request, handle), number=number, wish=wish)


@router.delete(
    "/{handle}/news/{number}",
    auth=WRITE,
    response=answers(None, 404, 409, 422, status=204),
    summary="Discard",
)
def discard(request: HttpRequest, handle: str, number: Number) -> Status[None]:
    """A draft goes."""
    return announcing.discard_one(in_artist(request, handle), number=number)


@router.post(
    "/{handle}/news/{number}/test",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=202),
    summary="Send a test",
)
@decorate_view(once)
def test(request: HttpRequest, handle: str, number: Number, wish: TestWish) -> HttpResponse:
    """To one address, yours. It counts nowhere."""
    return announcing.try_out(in_artist(request, handle), number=number, wish=wish)


@router.post(
    "/{handle}/news/{number}/send",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=202),
    summary="Let it go",
)
@decorate_view(once)
def send(request: HttpRequest, handle: str, number: Number, wish: SendWish) -> HttpResponse:
    """Now, or at a moment; scheduled anew before it began, it moves. Where no mail can be sent,
    `by_mail` is false, and browsers and webhooks alone hear of it."""
    return announcing.let_go(in_artist(request, handle), number=number, wish=wish)


@router.post(
    "/{handle}/news/{number}/stop",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Stop",
)
@decorate_view(once)
def stop(request: HttpRequest, handle: str, number: Number) -> HttpResponse:
    """From this moment nothing more of it goes."""
    return announcing.stop_one(in_artist(request, handle), number=number)


@router.post(
    "/{handle}/news/{number}/resume",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Let the rest go",
)
@decorate_view(once)
def resume(request: HttpRequest, handle: str, number: Number) -> HttpResponse:
    """What was stopped goes on."""
    return announcing.resume_one(in_artist(request, handle), number=number)


@router.get(
    "/{handle}/channels",
    auth=READ,
    response=answers(BroughtPage, 404),
    summary="What news brought",
)
def list_channels(request: HttpRequest, handle: str) -> BroughtPage:
    """By the ways they took, the newest first: to the artist's page, and on to pre-saves."""
    place = in_artist(request, handle)
    numbers = set(place.rows.values_list("pk", flat=True))
    brought = read_brought(place.artist, numbers=numbers)
    return BroughtPage(items=[BroughtShape(**one.as_document()) for one in brought])
