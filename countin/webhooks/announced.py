"""Announcements told to programs: what it says, once it goes out, so that they can carry it to
where an artist's people are (a chat, a site); and how many it reached, once it is done."""

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from countin.messaging.announcing.counting import count_announcement, count_pushes
from countin.messaging.announcing.ways import Way, link_by, mail_channel_of
from countin.messaging.announcing.writing import plain_text_of, subject_of
from countin.messaging.models import Announcement
from countin.messaging.preferences import CHOICES
from countin.webhooks.events import told_subjects, write_event
from countin.webhooks.models import Endpoint, EventKind

_NO_CHANNEL: Final = "none"


def tell_announcements(since: datetime, *, to: list[Endpoint], base_url: str, now: datetime) -> int:
    """Returns how many events were written."""
    return _tell_sent(since, to=to, base_url=base_url, now=now) + _tell_done(since, to=to, now=now)


def _tell_sent(since: datetime, *, to: list[Endpoint], base_url: str, now: datetime) -> int:
    """What is about a fan's own promise is for that fan alone, and not told."""
    wanting = [one for one in to if one.wants(EventKind.SENT)]
    if not wanting:
        return 0
    begun = Announcement.objects.filter(
        gathered_at__gte=since, stopped_at__isnull=True, kind__in=CHOICES
    )
    own = {one.workspace_id for one in wanting}
    return sum(
        _write(
            one,
            kind=EventKind.SENT,
            data=_say(one, base_url=base_url, now=now),
            to=wanting,
            came_at=one.gathered_at or now,
            now=now,
        )
        for one in _untold(begun, kind=EventKind.SENT)
        if one.artist.workspace_id in own
    )


def _tell_done(since: datetime, *, to: list[Endpoint], now: datetime) -> int:
    done = Announcement.objects.filter(done_at__gte=since)
    return sum(
        _write(
            one,
            kind=EventKind.ANNOUNCED,
            data={
                "announcement": one.pk,
                "kind": one.kind,
                "channel": mail_channel_of(one) or _NO_CHANNEL,
                "mails": count_announcement(one),
                "pushes": count_pushes(one),
            },
            to=to,
            came_at=one.done_at or now,
            now=now,
        )
        for one in _untold(done, kind=EventKind.ANNOUNCED)
    )


def _untold(rows: QuerySet[Announcement], *, kind: EventKind) -> list[Announcement]:
    told = told_subjects(kind)
    related = ("artist", "campaign__release__artist", "channel")
    rows = rows.select_related(*related).order_by("pk")
    return [one for one in rows if str(one) not in told]


def _write(
    announcement: Announcement,
    *,
    kind: EventKind,
    data: dict[str, Any],
    to: list[Endpoint],
    came_at: datetime,
    now: datetime,
) -> int:
    return write_event(
        kind,
        workspace_id=announcement.artist.workspace_id,
        campaign=announcement.campaign,
        subject=str(announcement),
        data=data,
        to=to,
        came_at=came_at,
        now=now,
    )


def _say(announcement: Announcement, *, base_url: str, now: datetime) -> dict[str, Any]:
    """The words that everybody reads; its link is a channel of its own."""
    link = link_by(announcement, way=Way.WEBHOOK, base_url=base_url, now=now)
    return {
        "announcement": announcement.pk,
        "kind": announcement.kind,
        "artist": announcement.artist.name,
        "language": announcement.language,
        "subject": subject_of(announcement),
        "text": plain_text_of(announcement, link=link),
        "link": link,
    }
