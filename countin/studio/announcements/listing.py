"""The announcements of a campaign, or of an artist between campaigns: what there is, and what could
be written next."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from countin.campaigns.models import Campaign
from countin.insights.news import read_brought
from countin.messaging.announcement_tables import AnnouncementKind, AnnouncementState
from countin.messaging.announcing.counting import (
    count_announcements,
    count_members,
    count_news_browsers,
)
from countin.messaging.announcing.drafting import BadAnnouncement, Words, draft_announcement
from countin.messaging.announcing.kinds import KINDS, WRITTEN
from countin.messaging.announcing.writing import subject_of
from countin.messaging.models import Announcement
from countin.studio.announcements.places import Place
from countin.studio.home import seat_context
from countin.studio.seats import Seat


@dataclass(frozen=True)
class Line:
    """One that is there."""

    announcement: Announcement
    state: AnnouncementState
    title: str
    subject: str
    address: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Next:
    """One that could be written."""

    kind: str
    title: str
    day: date | None  # by the plan
    whom: str


def show_announcements(request: HttpRequest, *, seat: Seat, place: Place) -> HttpResponse:
    """The latest first, and every kind with the day that the plan gives it."""
    artist, rows = place.artist, list(place.all.order_by("-pk"))
    counts = count_announcements(rows)
    context = {
        "place": place,
        "campaign": place.campaign,
        "lines": [_line(one, counts=counts[one.pk], seat=seat, place=place) for one in rows],
        "brought": [] if place.campaign else read_brought(artist, numbers=[one.pk for one in rows]),
        "kinds": [_next(kind, campaign=place.campaign) for kind in _kinds_of(place)],
        "members": count_members(artist),
        "browsers": count_news_browsers(artist),
        "artist": artist,
        "can_mail": settings.MAIL_IS_SET,
        **seat_context(seat),
    }
    return render(request, "studio/announcements.html", context)


def write(request: HttpRequest, *, seat: Seat, place: Place) -> HttpResponse:
    """A draft with the words of its kind, to be changed."""
    given = request.POST.get("kind", "")
    if given not in set(_kinds_of(place)):
        messages.error(request, "There is no such kind. Load the page again.")
        return redirect(place.list_address)
    try:
        announcement = draft_announcement(
            place.artist,
            kind=AnnouncementKind(given),
            campaign=place.campaign,
            words=Words(),
            now=seat.now,
        )
    except BadAnnouncement as bad:
        messages.error(request, str(bad))
        return redirect(place.list_address)
    seat.note("announcement drafted", subject=place.subject, detail=str(announcement.pk))
    return redirect(place.page_address(announcement.pk))


def _line(announcement: Announcement, *, counts: dict[str, int], seat: Seat, place: Place) -> Line:
    return Line(
        announcement=announcement,
        state=announcement.state(seat.now),
        title=KINDS[AnnouncementKind(announcement.kind)].title,
        subject=subject_of(announcement),
        address=place.page_address(announcement.pk),
        counts=counts,
    )


def _kinds_of(place: Place) -> tuple[AnnouncementKind, ...]:
    """All others are about a release."""
    return WRITTEN if place.campaign else (AnnouncementKind.NEWS,)


def _next(name: AnnouncementKind, *, campaign: Campaign | None) -> Next:
    kind = KINDS[name]
    day = campaign.release.release_date if campaign else None
    return Next(
        kind=name.value,
        title=kind.title,
        day=None if kind.offset is None or day is None else day + kind.offset,
        whom=kind.segment.in_words(),
    )
