"""Mails on their way: which are due, still wanted, and what came of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from countin.messaging.confirmations import ONE_CONFIRMATION_IN, wishes_of
from countin.messaging.models import RECONNECTS, Mail, MailKey, MailKind, Reminder
from countin.messaging.outgoing import claim_due, settle
from countin.messaging.quiet_hours import end_of_quiet
from countin.messaging.reconnecting import is_in_outage, is_reconnect_wanted, note_written
from countin.messaging.renewing import is_renewal_wanted
from countin.workspaces.journal import Noted, leave_notes

# While our own mail service takes nothing.
CLOSED_FOR = timedelta(minutes=2)
_OUTAGE_FOR = timedelta(minutes=15)
_NEAR = timedelta(days=1)
_ASKED = {
    MailKind.RECONNECT: Noted.ASKED_AT_ONCE,
    MailKind.IN_A_WEEK: Noted.ASKED_IN_A_WEEK,
    MailKind.TOMORROW: Noted.ASKED_TOMORROW,
}


def take_due_mails(*, now: datetime, at_most: int) -> list[Mail]:
    """Claim mails that are due, so that no other worker has them."""
    ids = claim_due(Mail.objects.all(), now=now, at_most=at_most)
    related = (
        "reminder__campaign__release__artist",
        "reminder__email",
        "reminder__fan",
        "reminder__link",
        "reminder__consent",
        "membership__artist",
        "membership__email",
        "membership__fan",
        "membership__consent",
        "ask__presave__campaign__release__artist",
        "ask__presave__connection__fan",
    )
    mails = Mail.objects.filter(pk__in=ids).select_related(*related)
    return list(mails.order_by("due_at", "pk"))


def is_still_wanted(mail: Mail) -> bool:
    """Read anew, right before sending: the fan may have changed their mind since the claim."""
    if not Mail.objects.unsettled().filter(pk=mail.pk).exists():
        return False
    if mail.kind == MailKind.CONFIRM:
        mail.wish.refresh_from_db()
        return wishes_of(mail.wish.email).wait
    if mail.kind == MailKind.RENEWAL:
        return is_renewal_wanted(mail)
    if mail.kind in RECONNECTS:
        return is_reconnect_wanted(mail)
    return Reminder.objects.owed().filter(pk=mail.reminder_id or 0).exists()


def held_until(mail: Mail, *, now: datetime) -> datetime | None:
    """A mail that asks to connect again waits while its service refuses everybody, and for the
    fan's morning unless the release is near; None: it may go."""
    ask = mail.ask
    if ask is None:
        return None
    if is_in_outage(ask):
        return now + _OUTAGE_FOR
    ahead = ask.presave.due_at() - now
    if timedelta(0) <= ahead <= _NEAR or ask.presave.connection is None:
        return None
    return end_of_quiet(now, zone=ask.presave.connection.fan.time_zone)


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
    reminder = mail.reminder
    if mail.kind != MailKind.RELEASE or reminder is None or reminder.email is None:
        return False
    return Mail.objects.filter(
        kind=MailKind.RELEASE,
        sent_at__isnull=False,
        reminder__campaign=reminder.campaign_id,
        reminder__provider=reminder.provider,
        reminder__email__address__iexact=reminder.email.address,
    ).exists()


def record_sent(mail: Mail, *, now: datetime) -> None:
    """The mail server took it."""
    with transaction.atomic():
        if not settle(mail, sent_at=now):
            return
        if mail.kind in RECONNECTS:
            note_written(mail, now=now)
        if mail.kind == MailKind.RELEASE:
            Reminder.objects.filter(pk=mail.reminder_id or 0).update(sent_at=now)
        _leave_note(mail, now=now)


def _leave_note(mail: Mail, *, now: datetime) -> None:
    """A restored backup must not write again. Confirmations are left out: they may come twice."""
    if mail.kind == MailKind.RELEASE and mail.reminder is not None:
        rows = {mail.reminder.pk: mail.reminder.asked_at}
        leave_notes(Noted.REMINDER_SENT, rows=rows, now=now)
    elif mail.ask is not None:
        rows = {mail.ask.presave_id: mail.ask.presave.promised_at}
        leave_notes(_ASKED[MailKind(mail.kind)], rows=rows, now=now)
