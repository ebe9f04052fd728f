"""Announcements of a campaign: written, looked at, tested, let go, stopped."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.decorators import decorate_view

from countin import clock
from countin.api.announcement_shapes import (
    AnnouncementPage,
    AnnouncementShape,
    DraftWish,
    Few,
    SendWish,
    TestWish,
    WordsWish,
)
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Number, read_email, read_moment
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.commands.finding import make_desk
from countin.messaging.announcing.counting import tell_announcement
from countin.messaging.announcing.drafting import (
    BadAnnouncement,
    Words,
    change_draft,
    discard_draft,
    draft_announcement,
    resume_announcement,
    schedule_announcement,
    stop_announcement,
)
from countin.messaging.announcing.segment import BadSegment, Segment
from countin.messaging.announcing.testing import send_test
from countin.messaging.models import Announcement

router = Router(tags=["announcements"])
_NO_MAIL = "No mail can be sent here yet: set COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE."


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
    _kind, before = read_cursor(cursor, kinds="a") if cursor else ("a", MOST_ROWS)
    rows = _rows(request, slug=slug).filter(pk__lt=before).order_by("-pk")
    found, now = list(rows[: limit + 1]), clock.now()
    has_more = len(found) > limit
    return AnnouncementPage(
        items=[AnnouncementShape.model_validate(_told(one, now=now)) for one in found[:limit]],
        next=write_cursor("a", found[limit - 1].pk) if has_more else None,
    )


@router.post(
    "/{slug}/announcements",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=201),
    summary="Write one",
)
@decorate_view(once)
def draft(request: HttpRequest, slug: str, wish: DraftWish) -> HttpResponse:
    """A draft, with the words of its kind where none are given. Nothing goes out."""
    campaign, now = find_campaign(request, slug), clock.now()
    words = _words(wish)
    with transaction.atomic():
        made = _judged(
            lambda: draft_announcement(
                campaign.release.artist,
                kind=AnnouncementKind(wish.kind),
                campaign=campaign,
                words=words,
                now=now,
            )
        )
        note(request, "announcement drafted", subject=slug, detail=str(made.pk))
    return answer_whole(AnnouncementShape, _told(made, now=now), status=201)


@router.get(
    "/{slug}/announcements/{number}",
    auth=READ,
    response=answers(AnnouncementShape, 404, 422),
    summary="One of them",
)
def show(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """Its words, and how far it got."""
    return _answer(_find(request, slug=slug, number=number))


@router.put(
    "/{slug}/announcements/{number}",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Other words",
)
@decorate_view(once)
def change(request: HttpRequest, slug: str, number: Number, wish: WordsWish) -> HttpResponse:
    """As long as it is a draft."""
    found = _find(request, slug=slug, number=number)
    if found.scheduled_at is not None:
        raise Problem(409, "It is on its way already: stop it, and write another.")
    with transaction.atomic():
        _judged(lambda: change_draft(found, words=_words(wish), now=clock.now()))
        note(request, "announcement changed", subject=slug, detail=str(number))
    return _answer(found)


@router.delete(
    "/{slug}/announcements/{number}",
    auth=WRITE,
    response=answers(None, 404, 409, 422, status=204),
    summary="Discard",
)
def discard(request: HttpRequest, slug: str, number: Number) -> Status[None]:
    """A draft goes."""
    found = _find(request, slug=slug, number=number)
    with transaction.atomic():
        if not discard_draft(found):
            raise Problem(409, "It was let go already, and stays with its numbers. Stop it.")
        note(request, "announcement discarded", subject=slug, detail=str(number))
    return Status(204, None)


@router.post(
    "/{slug}/announcements/{number}/test",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422, status=202),
    summary="Send a test",
)
@decorate_view(once)
def test(request: HttpRequest, slug: str, number: Number, wish: TestWish) -> HttpResponse:
    """To one address, yours. It counts nowhere."""
    found, now = _find(request, slug=slug, number=number), clock.now()
    _needs_mail()
    address = read_email(wish.address)
    because = send_test(found, address=address, desk=make_desk(), now=now)
    if because:
        raise Problem(409, f"It was not sent ({because}). Ask countin doctor.")
    note(request, "announcement tested", subject=slug, detail=str(number))
    return _answer(found, status=202)


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
    found, now = _find(request, slug=slug, number=number), clock.now()
    at = read_moment(wish.at, name="at", now=now) if wish.at else now
    with transaction.atomic():
        try:
            schedule_announcement(found, at=at, mail_is_set=settings.MAIL_IS_SET, now=now)
        except BadAnnouncement as bad:
            raise Problem(409, str(bad)) from None
        note(request, "announcement scheduled", subject=slug, detail=str(number))
    return _answer(found, status=202)


@router.post(
    "/{slug}/announcements/{number}/stop",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Stop",
)
@decorate_view(once)
def stop(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """From this moment nothing more of it goes."""
    found = _find(request, slug=slug, number=number)
    with transaction.atomic():
        if stop_announcement(found, now=clock.now()):
            note(request, "announcement stopped", subject=slug, detail=str(number))
    return _answer(found)


@router.post(
    "/{slug}/announcements/{number}/resume",
    auth=WRITE,
    response=answers(AnnouncementShape, 404, 409, 422),
    summary="Let the rest go",
)
@decorate_view(once)
def resume(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """What was stopped goes on."""
    found = _find(request, slug=slug, number=number)
    with transaction.atomic():
        if resume_announcement(found, now=clock.now()):
            note(request, "announcement resumed", subject=slug, detail=str(number))
    return _answer(found)


def _rows(request: HttpRequest, *, slug: str) -> Any:
    related = ("artist", "campaign__release__artist", "channel__campaign")
    rows = Announcement.objects.select_related(*related)
    return rows.filter(campaign=find_campaign(request, slug))


def _find(request: HttpRequest, *, slug: str, number: int) -> Announcement:
    found: Announcement = get_object_or_404(_rows(request, slug=slug), pk=number)
    return found


def _words(wish: WordsWish) -> Words:
    given = wish.segment
    if given is not None and given.service and given.service not in settings.PROVIDERS:
        known = ", ".join(settings.PROVIDERS)
        raise Problem(422, f"There is no service {given.service!r}. There is: {known}.")
    return Words(
        subject=wish.subject,
        text=wish.text,
        language=wish.language,
        segment=None if given is None else Segment(**given.model_dump()),
        has_artwork=wish.has_artwork,
        time_zone=wish.time_zone,
    )


def _judged(verb: Any) -> Announcement:
    try:
        made: Announcement = verb()
    except (BadAnnouncement, BadSegment) as bad:
        raise Problem(422, str(bad)) from None
    return made


def _needs_mail() -> None:
    if not settings.MAIL_IS_SET:
        raise Problem(409, _NO_MAIL)


def _told(announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    return {**tell_announcement(announcement, now=now), "text": announcement.text}


def _answer(announcement: Announcement, *, status: int = 200) -> HttpResponse:
    announcement.refresh_from_db()
    told = _told(announcement, now=clock.now())
    return answer_whole(AnnouncementShape, told, status=status)
