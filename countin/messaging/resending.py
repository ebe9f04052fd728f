"""What was sent after a backup was made, told to the database that was restored from it: so that
nobody is written to twice. And what would be sent now."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from countin.messaging.models import (
    AlarmCall,
    Announcement,
    Mail,
    MailKind,
    NoticeCall,
    Push,
    ReconnectAsk,
    Reminder,
)
from countin.messaging.reconnecting import cause_of, note_written
from countin.messaging.subscribing import forget_unneeded_browser
from countin.presaves.models import PreSave
from countin.presaves.states import State


def mark_reminders_sent(reminders: Collection[Reminder], *, at: datetime) -> int:
    """The release mail of each was taken then. Returns how many did not know."""
    ids = [row.pk for row in reminders if row.sent_at is None]
    Reminder.objects.filter(pk__in=ids).update(sent_at=at)
    mails = Mail.objects.filter(reminder__in=ids, kind=MailKind.RELEASE)
    mails.unsettled().update(sent_at=at, claimed_until=None)
    # Another reminder for the same address has to find that it was written to.
    made = {"kind": MailKind.RELEASE, "made_at": at, "due_at": at, "sent_at": at}
    Mail.objects.bulk_create((Mail(reminder_id=pk, **made) for pk in ids), ignore_conflicts=True)
    return len(ids)


def mark_reminders_pushed(reminders: Collection[Reminder], *, at: datetime) -> int:
    """The push service of each took the notification then. Returns how many did not know."""
    unaware = [row for row in reminders if row.pushed_at is None]
    ids = [row.pk for row in unaware]
    Reminder.objects.filter(pk__in=ids).update(pushed_at=at)
    Push.objects.unsettled().filter(reminder__in=ids).update(sent_at=at, claimed_until=None)
    made = {"made_at": at, "due_at": at, "sent_at": at}
    Push.objects.bulk_create((Push(reminder_id=pk, **made) for pk in ids), ignore_conflicts=True)
    for row in unaware:
        forget_unneeded_browser(row.push_id, now=at)
    return len(ids)


def mark_asked(presave: PreSave, *, kind: MailKind, at: datetime) -> int:
    """The fan of a promise that needs its fan was asked by such a mail then. 1, or 0 where it
    was known, or where the promise does not need its fan as far as this database knows."""
    cause = cause_of(presave.reason)
    if presave.state != State.NEEDS_FAN or cause is None:
        return 0
    ask, _made = ReconnectAsk.objects.get_or_create(
        presave=presave, cause=cause, defaults={"noted_at": at}
    )
    mail, is_new = Mail.objects.get_or_create(
        ask=ask, kind=kind, defaults={"made_at": at, "due_at": at, "sent_at": at}
    )
    known = Mail.objects.unsettled().filter(pk=mail.pk).update(sent_at=at, claimed_until=None)
    note_written(mail, now=at)
    return int(is_new or known > 0)


def count_queued() -> dict[str, int]:
    """What is made and neither sent nor given up: mails by their kind, `push` to browsers,
    `operator` calls to whoever runs this. docs/numbers.md defines them."""
    kinds = Mail.objects.unsettled().values_list("kind").annotate(rows=Count("pk")).order_by("kind")
    queued = dict(kinds)
    queued["push"] = Push.objects.unsettled().count()
    calls = (AlarmCall, NoticeCall)
    queued["operator"] = sum(each.objects.unsettled().count() for each in calls)
    return {what: rows for what, rows in queued.items() if rows}


def stop_announcements(*, now: datetime) -> int:
    """Those under way or to come are held up: how far they got after the backup, no row here
    tells, and their readers would get them twice. Their artist looks, and lets the rest go or
    not. Returns how many."""
    going = Announcement.objects.going().filter(scheduled_at__isnull=False)
    return going.update(stopped_at=now)
