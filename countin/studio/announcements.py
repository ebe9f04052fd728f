"""The announcements of a campaign: what there is, and what could be written next."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign
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
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role


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


@require_safe
@in_campaign(Role.MANAGER)
def show_announcements(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The latest first, and every kind with the day that the plan gives it."""
    artist = campaign.release.artist
    related = ("channel", "artist", "campaign__release")
    rows = list(
        Announcement.objects.filter(campaign=campaign).select_related(*related).order_by("-pk")
    )
    counts = count_announcements(rows)
    context = {
        "campaign": campaign,
        "lines": [_line(one, counts=counts[one.pk], seat=seat, campaign=campaign) for one in rows],
        "kinds": [_next(kind, campaign=campaign) for kind in WRITTEN],
        "members": count_members(artist),
        "browsers": count_news_browsers(artist),
        "artist": artist,
        "can_mail": settings.MAIL_IS_SET,
        **seat_context(seat),
    }
    return render(request, "studio/announcements.html", context)


@require_POST
@in_campaign(Role.MANAGER)
def write(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A draft with the words of its kind, to be changed."""
    given = request.POST.get("kind", "")
    if given not in set(WRITTEN):
        messages.error(request, "There is no such kind. Load the page again.")
        return redirect("studio_announcements", slug=campaign.slug)
    try:
        announcement = draft_announcement(
            campaign.release.artist,
            kind=AnnouncementKind(given),
            campaign=campaign,
            words=Words(),
            now=seat.now,
        )
    except BadAnnouncement as bad:
        messages.error(request, str(bad))
        return redirect("studio_announcements", slug=campaign.slug)
    seat.note("announcement drafted", subject=campaign.slug, detail=str(announcement.pk))
    return redirect(address_of(announcement, campaign=campaign))


def address_of(announcement: Announcement, *, campaign: Campaign) -> str:
    """Its page in the studio."""
    return f"{reverse('studio_announcement', args=[campaign.slug])}?n={announcement.pk}"


def _line(
    announcement: Announcement, *, counts: dict[str, int], seat: Seat, campaign: Campaign
) -> Line:
    return Line(
        announcement=announcement,
        state=announcement.state(seat.now),
        title=KINDS[AnnouncementKind(announcement.kind)].title,
        subject=subject_of(announcement),
        address=address_of(announcement, campaign=campaign),
        counts=counts,
    )


def _next(name: AnnouncementKind, *, campaign: Campaign) -> Next:
    kind = KINDS[name]
    day = campaign.release.release_date
    return Next(
        kind=name.value,
        title=kind.title,
        day=None if kind.offset is None else day + kind.offset,
        whom=kind.segment.in_words(),
    )
