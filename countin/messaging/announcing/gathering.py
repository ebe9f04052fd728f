"""Who gets an announcement: a row each, once its moment has come. Killed anywhere, it goes on from
where it was."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from countin.messaging.address_marks import mailbox_of
from countin.messaging.announcement_tables import AnnouncementQuerySet
from countin.messaging.announcing.members import browsers_for, members_for
from countin.messaging.announcing.ways import Way, mail_channel_of, tell_reach_by
from countin.messaging.models import Announcement, AnnouncementMail, AnnouncementPush
from countin.messaging.quiet_hours import end_of_quiet

_BATCH = 1000


def gather_announcements(*, now: datetime) -> int:
    """The next thousand members of each announcement whose moment has come. Returns how many
    rows were looked at."""
    return _gather(Announcement.objects.to_gather(now), now=now)


def gather_without_mail(*, now: datetime) -> int:
    """The same of those alone that were scheduled where no mail could be sent: browsers hear of
    them. The others wait for their mail service."""
    return _gather(Announcement.objects.to_gather(now).filter(by_mail=False), now=now)


def finish_announcements(*, now: datetime) -> int:
    """Those of which nothing is left to send are done. Returns how many."""
    done = 0
    for announcement in Announcement.objects.under_way():
        if not _is_anything_left(announcement):
            done += Announcement.objects.filter(pk=announcement.pk, done_at__isnull=True).update(
                done_at=now
            )
    return done


def _gather(due: AnnouncementQuerySet, *, now: datetime) -> int:
    return sum(_gather_some(number, now=now) for number in list(due.values_list("pk", flat=True)))


def _is_anything_left(announcement: Announcement) -> bool:
    mails = AnnouncementMail.objects.unsettled().filter(announcement=announcement)
    pushes = AnnouncementPush.objects.unsettled().filter(announcement=announcement)
    return mails.exists() or pushes.exists()


def _gather_some(number: int, *, now: datetime) -> int:
    with transaction.atomic():
        announcement = Announcement.objects.select_for_update().get(pk=number)
        rows = _next_members(announcement, now=now)
        # Another row of the same mailbox: one mail is enough.
        AnnouncementMail.objects.bulk_create(
            (
                AnnouncementMail(
                    announcement=announcement,
                    membership_id=pk,
                    mailbox_mark=_mark(address),
                    made_at=now,
                    due_at=end_of_quiet(now, zone=zone or announcement.time_zone) or now,
                )
                for pk, address, zone in rows
            ),
            ignore_conflicts=True,
        )
        announcement.gathered_to = rows[-1][0] if rows else announcement.gathered_to
        looked_at = len(rows)
        if len(rows) < _BATCH:
            browsers = _gather_browsers(announcement, now=now)
            looked_at += browsers
            if browsers < _BATCH:
                announcement.gathered_at = now
                _tell_reach(announcement, now=now)
        announcement.save(update_fields=["gathered_to", "gathered_at"])
    return looked_at


def _next_members(announcement: Announcement, *, now: datetime) -> list[tuple[int, str, str]]:
    if not announcement.by_mail:
        return []
    members = members_for(announcement, now=now).filter(pk__gt=announcement.gathered_to)
    rows = members.order_by("pk").values_list("pk", "email__address", "fan__time_zone")
    return list(rows[:_BATCH])


def _gather_browsers(announcement: Announcement, *, now: datetime) -> int:
    """The next thousand that have no row yet."""
    has_row = AnnouncementPush.objects.filter(announcement=announcement, news=OuterRef("pk"))
    left = browsers_for(announcement).filter(~Exists(has_row)).order_by("pk")
    rows = list(left.values_list("pk", "fan__time_zone")[:_BATCH])
    AnnouncementPush.objects.bulk_create(
        AnnouncementPush(
            announcement=announcement,
            news_id=pk,
            made_at=now,
            due_at=end_of_quiet(now, zone=zone or announcement.time_zone) or now,
        )
        for pk, zone in rows
    )
    return len(rows)


def _tell_reach(announcement: Announcement, *, now: datetime) -> None:
    """How many its channels reach: those who get a mail, and the browsers that are notified."""
    if mail_channel_of(announcement):
        mails = AnnouncementMail.objects.filter(announcement=announcement).count()
        tell_reach_by(announcement, way=Way.MAIL, reach=mails, now=now)
    if pushes := AnnouncementPush.objects.filter(announcement=announcement).count():
        tell_reach_by(announcement, way=Way.PUSH, reach=pushes, now=now)


def _mark(address: str) -> str:
    text = f"countin announcement|{mailbox_of(address)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
