"""What became of an announcement, told by its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Min, Q

from countin.campaigns.models import Artist
from countin.messaging.announcing.claiming import ASKED_BEFORE, NOT_WANTED
from countin.messaging.announcing.members import browsers_for, members_for
from countin.messaging.announcing.ways import mail_channel_of
from countin.messaging.announcing.writing import subject_of
from countin.messaging.models import (
    Announcement,
    AnnouncementMail,
    AnnouncementPush,
    ListMembership,
    NewsPush,
)

_UNWANTED: Final = Q(failed_at__isnull=False, because=NOT_WANTED)
_ASKED: Final = Q(failed_at__isnull=False, because=ASKED_BEFORE)
_COUNTED: Final = {
    "planned": Count("pk"),
    "sent": Count("pk", filter=Q(sent_at__isnull=False)),
    "waiting": Count("pk", filter=Q(sent_at__isnull=True, failed_at__isnull=True)),
    "left_before": Count("pk", filter=_UNWANTED),
    "asked_before": Count("pk", filter=_ASKED),
    "refused": Count("pk", filter=Q(failed_at__isnull=False) & ~_UNWANTED & ~_ASKED),
    "maybe_twice": Count("pk", filter=Q(maybe_twice=True)),
}
_FAILED: Final = Q(failed_at__isnull=False)
_ENDED: Final = Q(because=NOT_WANTED)
_PUSHED: Final = {
    "planned": Count("pk"),
    "sent": Count("pk", filter=Q(sent_at__isnull=False)),
    "waiting": Count("pk", filter=Q(sent_at__isnull=True, failed_at__isnull=True)),
    "ended_before": Count("pk", filter=_FAILED & _ENDED),
    "refused": Count("pk", filter=_FAILED & ~_ENDED),
}


@dataclass(frozen=True)
class Reach:
    """How many it would go to by each way, if it began now."""

    mailboxes: int  # in the segment; without a mail service they hear nothing
    browsers: int
    mail_is_set: bool

    @property
    def is_nobody(self) -> bool:
        """It would go nowhere."""
        return not (self.mailboxes if self.mail_is_set else 0) + self.browsers

    def in_words(self) -> str:
        """`412 by mail, 23 in browsers`, or what is missing."""
        told = [f"{self.mailboxes:,} by mail"] if self.mail_is_set else []
        if self.browsers or not self.mail_is_set:
            told.append(f"{self.browsers:,} in browsers")
        return ", ".join(told)

    def who_hears_nothing(self) -> str:
        """A sentence where mail can't be sent; empty where it can."""
        if self.mail_is_set:
            return ""
        return (
            f"No mail can be sent here: {self.mailboxes:,} on the list hear nothing of this one. "
            "To write to them, set COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE before you send it."
        )


def count_announcement(announcement: Announcement) -> dict[str, int]:
    """planned = sent + waiting + left_before + asked_before + refused. `maybe_twice` is among sent
    or waiting. One query; none once its rows are forgotten."""
    return count_announcements([announcement])[announcement.pk]


def count_announcements(announcements: Sequence[Announcement]) -> dict[int, dict[str, int]]:
    """The same of many, by number, in one query; none where no rows are left."""
    living = [one.pk for one in announcements if one.kept is None]
    rows = AnnouncementMail.objects.filter(announcement__in=living).values("announcement")
    counted = {row.pop("announcement"): row for row in rows.annotate(**_COUNTED).order_by()}
    none = dict.fromkeys(_COUNTED, 0)
    return {
        one.pk: {**(one.kept or counted.get(one.pk, none)), "left": one.left}
        for one in announcements
    }


def count_pushes(announcement: Announcement) -> dict[str, int]:
    """planned = sent + waiting + ended_before + refused. One query; none once forgotten."""
    return count_all_pushes([announcement])[announcement.pk]


def count_all_pushes(announcements: Sequence[Announcement]) -> dict[int, dict[str, int]]:
    """The same of many, by number, in one query."""
    living = [one.pk for one in announcements if one.kept_pushes is None]
    rows = AnnouncementPush.objects.filter(announcement__in=living).values("announcement")
    counted = {row.pop("announcement"): row for row in rows.annotate(**_PUSHED).order_by()}
    none = dict.fromkeys(_PUSHED, 0)
    return {
        one.pk: dict(counted.get(one.pk, none) if one.kept_pushes is None else one.kept_pushes)
        for one in announcements
    }


def next_due(announcement: Announcement) -> datetime | None:
    """When the next mail may go: its reader's morning, or now; None where none is to go."""
    return all_next_due([announcement]).get(announcement.pk)


def all_next_due(announcements: Sequence[Announcement]) -> dict[int, datetime]:
    """The same of many, by number, in one query; without those of which none is to go."""
    rows = AnnouncementMail.objects.unsettled().filter(announcement__in=announcements)
    next_of_each = rows.values("announcement").annotate(next_at=Min("due_at")).order_by()
    return {row["announcement"]: row["next_at"] for row in next_of_each}


def count_reach(announcement: Announcement, *, mail_is_set: bool, now: datetime) -> Reach:
    """Two queries."""
    return Reach(
        mailboxes=members_for(announcement, now=now).count(),
        browsers=browsers_for(announcement).count(),
        mail_is_set=mail_is_set,
    )


def count_members(artist: Artist) -> int:
    """Mailboxes on the artist's list whose owner confirmed."""
    return ListMembership.objects.confirmed().filter(artist=artist).count()


def count_news_browsers(artist: Artist) -> int:
    """Browsers that the artist's news may come to."""
    return NewsPush.objects.standing().filter(artist=artist).count()


def keep_counts(announcement: Announcement) -> None:
    """Written down, before its rows are forgotten."""
    counted = count_announcement(announcement)
    counted.pop("left")
    Announcement.objects.filter(pk=announcement.pk).update(
        kept=counted, kept_pushes=count_pushes(announcement)
    )


def tell_announcement(announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    """As `--json` prints it."""
    return tell_all([announcement], now=now)[0]


def tell_all(announcements: Sequence[Announcement], *, now: datetime) -> list[dict[str, Any]]:
    """The same of many, in their order. Three queries, however many there are."""
    mails, pushes = count_announcements(announcements), count_all_pushes(announcements)
    dues = all_next_due(announcements)
    return [
        {
            **_tell_itself(one, now=now),
            "next_at": dues[one.pk].isoformat() if one.pk in dues else None,
            "mails": mails[one.pk],
            "pushes": pushes[one.pk],
        }
        for one in announcements
    ]


def _tell_itself(announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    return {
        "announcement": announcement.pk,
        "artist": announcement.artist.handle,
        "campaign": announcement.campaign.slug if announcement.campaign else None,
        "channel": mail_channel_of(announcement) or None,
        "kind": announcement.kind,
        "state": announcement.state(now).value,
        "subject": subject_of(announcement),
        "language": announcement.language,
        "segment": announcement.segment,
        "scheduled_at": announcement.scheduled_at and announcement.scheduled_at.isoformat(),
        "done_at": announcement.done_at and announcement.done_at.isoformat(),
        "by_mail": announcement.by_mail,
    }
