"""Who gets an announcement: a row each, once its moment has come. Killed anywhere, it goes on from
where it was."""

import hashlib
from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Channel
from countin.messaging.address_marks import mailbox_of
from countin.messaging.announcing.members import members_for
from countin.messaging.models import Announcement, AnnouncementMail
from countin.messaging.quiet_hours import end_of_quiet

_BATCH = 1000


def gather_announcements(*, now: datetime) -> int:
    """The next thousand members of each announcement whose moment has come. Returns how many
    rows were looked at."""
    due = Announcement.objects.to_gather(now).values_list("pk", flat=True)
    return sum(_gather_some(number, now=now) for number in list(due))


def finish_announcements(*, now: datetime) -> int:
    """Those of which nothing is left to send are done. Returns how many."""
    done = 0
    for announcement in Announcement.objects.under_way():
        if not AnnouncementMail.objects.unsettled().filter(announcement=announcement).exists():
            done += Announcement.objects.filter(pk=announcement.pk, done_at__isnull=True).update(
                done_at=now
            )
    return done


def _gather_some(number: int, *, now: datetime) -> int:
    with transaction.atomic():
        announcement = Announcement.objects.select_for_update().get(pk=number)
        members = members_for(announcement, now=now).filter(pk__gt=announcement.gathered_to)
        rows = list(
            members.order_by("pk").values_list("pk", "email__address", "fan__time_zone")[:_BATCH]
        )
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
        if len(rows) < _BATCH:
            announcement.gathered_at = now
            _tell_reach(announcement)
        announcement.save(update_fields=["gathered_to", "gathered_at"])
    return len(rows)


def _tell_reach(announcement: Announcement) -> None:
    """How many people its channel reaches: those who get a mail."""
    reach = AnnouncementMail.objects.filter(announcement=announcement).count()
    Channel.objects.filter(pk=announcement.channel_id or 0).update(reach=reach)


def _mark(address: str) -> str:
    text = f"countin announcement|{mailbox_of(address)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
