"""One click in a mail ends what the mail was about, and nothing else; its page offers the rest."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from countin.fans.models import EmailAddress
from countin.messaging.confirmations import forget_unneeded_address
from countin.messaging.lists import leave_list
from countin.messaging.mail_keys import find_mail
from countin.messaging.models import RECONNECTS, ListMembership, Mail, MailKind, Reminder
from countin.messaging.reminding import withdraw_reminder


class Ending(StrEnum):
    """What ends for a mailbox."""

    REMINDERS = "reminders"
    LISTS = "lists"
    EVERYTHING = "everything"


def one_click_ending(mail: Mail) -> Ending:
    """What the mail's own unsubscribe link ends. A confirmation asks for all that waits, so
    its link ends all; a renewal, and what asks to connect again, go to those on the list."""
    if mail.kind == MailKind.RENEWAL or mail.kind in RECONNECTS:
        return Ending.LISTS
    return Ending.EVERYTHING if mail.kind == MailKind.CONFIRM else Ending.REMINDERS


def unsubscribe(token: str, *, ending: Ending | None = None, now: datetime) -> Mail:
    """End what the mail was about, or what `ending` names, for everybody who gave this
    mailbox's address; it is deleted once nothing needs it. A second click changes nothing.
    Raises UnknownToken."""
    with transaction.atomic():
        mail = find_mail(token)
        ending = ending or one_click_ending(mail)
        email = mail.wish.email
        if email is not None:
            same = EmailAddress.objects.filter(address__iexact=email.address)
            for each in same:
                _end_for(each, ending=ending, now=now)
        if mail.reminder is not None and ending != Ending.LISTS:
            _end_mail(mail.reminder, now=now)
    mail.wish.refresh_from_db()
    return mail


def _end_for(email: EmailAddress, *, ending: Ending, now: datetime) -> None:
    if ending != Ending.REMINDERS:
        for membership in ListMembership.objects.filter(email=email):
            leave_list(membership, now=now)
    if ending != Ending.LISTS:
        for reminder in Reminder.objects.filter(email=email):
            _end_mail(reminder, now=now)
    forget_unneeded_address(email.pk)


def _end_mail(reminder: Reminder, *, now: datetime) -> None:
    if not Reminder.objects.owed_a_push().filter(pk=reminder.pk).exists():
        withdraw_reminder(reminder, now=now)
    # A browser that waits goes on waiting; what was sent keeps no address either.
    Reminder.objects.filter(pk=reminder.pk).update(email=None)
