"""What programs do with announcements, of a campaign or of an artist between campaigns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Status

from countin import clock
from countin.api.announcement_shapes import (
    AnnouncementPage,
    AnnouncementShape,
    DraftWish,
    SendWish,
    TestWish,
    WordsWish,
)
from countin.api.finding import find_artist, find_campaign
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answer_whole
from countin.api.wishes import read_email, read_moment
from countin.campaigns.models import Artist, Campaign
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.commands.finding import make_desk
from countin.messaging.announcing.counting import tell_all
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

_NO_MAIL = "No mail can be sent here yet: set COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE."


@dataclass(frozen=True)
class Place:
    """Whose announcements this request is about, and about which campaign, if any."""

    request: HttpRequest
    artist: Artist
    campaign: Campaign | None

    @property
    def rows(self) -> QuerySet[Announcement]:
        """Of this place alone."""
        related = ("artist", "campaign__release__artist", "channel__campaign")
        rows = Announcement.objects.filter(artist=self.artist, campaign=self.campaign)
        return rows.select_related(*related)

    def find(self, number: int) -> Announcement:
        """Raises Http404."""
        found: Announcement = get_object_or_404(self.rows, pk=number)
        return found

    def note(self, what: str, *, number: int) -> None:
        """Into the log."""
        subject = self.campaign.slug if self.campaign else self.artist.handle
        note(self.request, what, subject=subject, detail=str(number))


def in_campaign(request: HttpRequest, slug: str) -> Place:
    """Raises Http404."""
    campaign = find_campaign(request, slug)
    return Place(request, campaign.release.artist, campaign)


def in_artist(request: HttpRequest, handle: str) -> Place:
    """What is about no campaign. Raises Http404."""
    return Place(request, find_artist(request, handle), None)


def list_page(place: Place, *, cursor: str, limit: int) -> AnnouncementPage:
    """The newest first."""
    _kind, before = read_cursor(cursor, kinds="a") if cursor else ("a", MOST_ROWS)
    rows, now = place.rows.filter(pk__lt=before).order_by("-pk"), clock.now()
    found = list(rows[: limit + 1])
    has_more = len(found) > limit
    return AnnouncementPage(
        items=[AnnouncementShape.model_validate(one) for one in _tell(found[:limit], now=now)],
        next=write_cursor("a", found[limit - 1].pk) if has_more else None,
    )


def make_draft(place: Place, *, wish: DraftWish) -> HttpResponse:
    """Nothing goes out."""
    words, now = _words(wish), clock.now()
    with transaction.atomic():
        made = _judged(
            lambda: draft_announcement(
                place.artist,
                kind=AnnouncementKind(wish.kind),
                campaign=place.campaign,
                words=words,
                now=now,
            )
        )
        place.note("announcement drafted", number=made.pk)
    return answer_whole(AnnouncementShape, _told(made, now=now), status=201)


def change_words(place: Place, *, number: int, wish: WordsWish) -> HttpResponse:
    """As long as it is a draft."""
    found = place.find(number)
    if found.scheduled_at is not None:
        raise Problem(409, "It is on its way already: stop it, and write another.")
    with transaction.atomic():
        _judged(lambda: change_draft(found, words=_words(wish), now=clock.now()))
        place.note("announcement changed", number=number)
    return answer_one(found)


def discard_one(place: Place, *, number: int) -> Status[None]:
    """A draft goes."""
    found = place.find(number)
    with transaction.atomic():
        if not discard_draft(found):
            raise Problem(409, "It was let go already, and stays with its numbers. Stop it.")
        place.note("announcement discarded", number=number)
    return Status(204, None)


def try_out(place: Place, *, number: int, wish: TestWish) -> HttpResponse:
    """To one address. It counts nowhere."""
    found = place.find(number)
    if not settings.MAIL_IS_SET:
        raise Problem(409, _NO_MAIL)
    address = read_email(wish.address)
    because = send_test(found, address=address, desk=make_desk(), now=clock.now())
    if because:
        raise Problem(409, f"It was not sent ({because}). Ask countin doctor.")
    place.note("announcement tested", number=number)
    return answer_one(found, status=202)


def let_go(place: Place, *, number: int, wish: SendWish) -> HttpResponse:
    """Now, or at a moment."""
    found, now = place.find(number), clock.now()
    at = read_moment(wish.at, name="at", now=now) if wish.at else now
    with transaction.atomic():
        try:
            schedule_announcement(found, at=at, mail_is_set=settings.MAIL_IS_SET, now=now)
        except BadAnnouncement as bad:
            raise Problem(409, str(bad)) from None
        place.note("announcement scheduled", number=number)
    return answer_one(found, status=202)


def stop_one(place: Place, *, number: int) -> HttpResponse:
    """Nothing more of it goes."""
    return _steer(place, number=number, verb=stop_announcement, what="announcement stopped")


def resume_one(place: Place, *, number: int) -> HttpResponse:
    """The rest goes."""
    return _steer(place, number=number, verb=resume_announcement, what="announcement resumed")


def answer_one(announcement: Announcement, *, status: int = 200) -> HttpResponse:
    """As it stands now."""
    announcement.refresh_from_db()
    told = _told(announcement, now=clock.now())
    return answer_whole(AnnouncementShape, told, status=status)


def _steer(place: Place, *, number: int, verb: Callable[..., bool], what: str) -> HttpResponse:
    found = place.find(number)
    with transaction.atomic():
        if verb(found, now=clock.now()):
            place.note(what, number=number)
    return answer_one(found)


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


def _judged(verb: Callable[[], Announcement]) -> Announcement:
    try:
        return verb()
    except (BadAnnouncement, BadSegment) as bad:
        raise Problem(422, str(bad)) from None


def _told(announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    return _tell([announcement], now=now)[0]


def _tell(announcements: list[Announcement], *, now: datetime) -> list[dict[str, Any]]:
    told = tell_all(announcements, now=now)
    return [{**one, "text": row.text} for one, row in zip(told, announcements, strict=True)]
