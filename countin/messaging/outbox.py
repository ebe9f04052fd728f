"""Mails on their way: claimed by one worker, each settled exactly once."""

from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import F, Q

from countin.messaging.models import Mail, MailKey, MailKind, Reminder
from countin.messaging.reminding import ONE_CONFIRMATION_IN

# Longer than a batch can take with a mail server that lets every call time out.
CLAIM_FOR = timedelta(minutes=15)
KEEP_TRYING_FOR = timedelta(hours=72)
# While our own mail service takes nothing.
CLOSED_FOR = timedelta(minutes=2)
_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)


def take_due_mails(*, now: datetime, at_most: int) -> list[Mail]:
    """Claim mails that are due, so that no other worker has them. `attempts` is the fence:
    what comes of a mail is recorded only while it stands."""
    with transaction.atomic():
        due = Mail.objects.due(now)
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:at_most])
        Mail.objects.filter(pk__in=ids).update(
            claimed_until=now + CLAIM_FOR, attempts=F("attempts") + 1
        )
    related = "reminder__campaign__release__artist"
    return list(
        Mail.objects.filter(pk__in=ids)
        .select_related(related, "reminder__email", "reminder__fan", "reminder__link")
        .order_by("due_at", "pk")
    )


def is_still_wanted(mail: Mail) -> bool:
    """Read anew, right before sending: the fan may have changed their mind since the claim."""
    wanted = Reminder.objects.waiting().filter(pk=mail.reminder_id)
    if mail.kind == MailKind.CONFIRM:
        wanted = wanted.filter(confirmed_at__isnull=True)
    else:
        wanted = wanted.filter(confirmed_at__isnull=False)
    return wanted.exists() and Mail.objects.unsettled().filter(pk=mail.pk).exists()


def written_to_today(mail: Mail, *, now: datetime) -> datetime | None:
    """When another confirmation went to the same address within a day, or None. Told by the
    keys: a mail's own row knows only the address that the fan gave last."""
    if mail.kind != MailKind.CONFIRM or not mail.address_mark:
        return None
    this_one = Q(mail=mail, made_at__gte=mail.made_at)
    return (
        MailKey.objects.filter(
            address_mark=mail.address_mark, made_at__gt=now - ONE_CONFIRMATION_IN
        )
        .exclude(this_one)
        .order_by("-made_at")
        .values_list("made_at", flat=True)
        .first()
    )


def was_sent_to_address(mail: Mail) -> bool:
    """Somebody asked in two browsers with one mailbox: one mail about the release is enough."""
    email, reminder = mail.reminder.email, mail.reminder
    if mail.kind != MailKind.RELEASE or email is None:
        return False
    return Mail.objects.filter(
        kind=MailKind.RELEASE,
        sent_at__isnull=False,
        reminder__campaign=reminder.campaign_id,
        reminder__provider=reminder.provider,
        reminder__email__address__iexact=email.address,
    ).exists()


def record_sent(mail: Mail, *, now: datetime) -> None:
    """The mail server took it."""
    with transaction.atomic():
        if not _settle(mail, sent_at=now) or mail.kind != MailKind.RELEASE:
            return
        Reminder.objects.filter(pk=mail.reminder_id).update(sent_at=now)


def record_failed(mail: Mail, *, because: str, now: datetime) -> None:
    """It will never go out."""
    _settle(mail, failed_at=now, because=because)


def postpone(mail: Mail, *, until: datetime, because: str) -> None:
    """Not now; nobody holds it any more."""
    _settle(mail, due_at=until, because=because)


def next_try(mail: Mail, *, now: datetime) -> datetime | None:
    """Waits grow with the age of the mail; None once it is older than three days."""
    age = now - mail.made_at
    if age > KEEP_TRYING_FOR:
        return None
    return now + min(max(age / 2, _SHORTEST_WAIT), _LONGEST_WAIT)


def _settle(mail: Mail, **fields: object) -> bool:
    standing = Mail.objects.unsettled().filter(pk=mail.pk, attempts=mail.attempts)
    return standing.update(claimed_until=None, **fields) == 1
