"""What comes back of a mailbox: one that does not exist, or whose owner calls our mail spam, gets
nothing more, beginning at once."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction

from countin.fans.models import EmailAddress, Fan
from countin.messaging.address_marks import mark_of_leaver
from countin.messaging.lists import leave_list
from countin.messaging.mailbox_tables import Suppression
from countin.messaging.models import ListMembership, MailboxTrouble, Reminder
from countin.messaging.reminding import withdraw_reminder

# So many mails in a row, over so long, and a mailbox that is full counts as given up.
SOFT_BOUNCES: Final = 5
SOFT_FOR: Final = timedelta(days=14)


class Returned(StrEnum):
    """How a mail came back."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"  # at the mail service, by its own link


_BECAUSE: Final = {
    Returned.HARD: Suppression.BOUNCED,
    Returned.COMPLAINT: Suppression.COMPLAINED,
}


def note_returned(address: str, *, returned: Returned, now: datetime) -> bool:
    """Counted, or struck off at once. True: nothing goes to this mailbox any more."""
    if returned == Returned.UNSUBSCRIBED:
        leave_lists(address, now=now)
        return is_struck_off(address)
    with transaction.atomic():
        trouble, _new = MailboxTrouble.objects.get_or_create(
            mark=mark_of_leaver(address), defaults={"first_at": now, "last_at": now}
        )
        trouble.last_at = now
        because = _BECAUSE.get(returned, Suppression.NONE)
        if returned == Returned.SOFT:
            trouble.soft_bounces += 1
            is_long = now - trouble.first_at >= SOFT_FOR
            if trouble.soft_bounces >= SOFT_BOUNCES and is_long:
                because = Suppression.SOFT
        if because and trouble.suppressed_at is None:
            trouble.suppressed_at, trouble.because = now, because
        trouble.save()
        if trouble.suppressed_at is not None:
            end_everything(address, now=now)
    return trouble.suppressed_at is not None


def note_taken(address: str) -> None:
    """A mail was taken, so that its soft bounces are in a row no more."""
    MailboxTrouble.objects.filter(mark=mark_of_leaver(address), suppressed_at=None).delete()


def strike_off(address: str, *, now: datetime) -> None:
    """By the organizer's hand: nothing goes there any more."""
    with transaction.atomic():
        MailboxTrouble.objects.update_or_create(
            mark=mark_of_leaver(address),
            defaults={
                "first_at": now,
                "last_at": now,
                "suppressed_at": now,
                "because": Suppression.BY_HAND,
            },
        )
        end_everything(address, now=now)


def lift(address: str) -> bool:
    """Mail may go there again; who is on a list, they themselves say. False: it was not struck
    off. A mailbox whose owner says yes to a mail of ours lifts itself."""
    return MailboxTrouble.objects.filter(mark=mark_of_leaver(address)).delete()[0] > 0


def is_struck_off(address: str) -> bool:
    """Nothing may go there."""
    marks = MailboxTrouble.objects.filter(mark=mark_of_leaver(address))
    return marks.filter(suppressed_at__isnull=False).exists()


def forget_mailbox(fan: Fan) -> None:
    """Of whoever is erased nothing is kept."""
    for email in EmailAddress.objects.filter(fan=fan):
        lift(email.address)


def leave_lists(address: str, *, now: datetime) -> None:
    """Every list of everybody who gave this address ends; reminders go on."""
    for membership in ListMembership.objects.filter(email__address__iexact=address):
        leave_list(membership, now=now)


def end_everything(address: str, *, now: datetime) -> None:
    """Lists and reminders of everybody who gave this address end, and it is deleted."""
    for email in EmailAddress.objects.filter(address__iexact=address):
        for membership in ListMembership.objects.filter(email=email):
            leave_list(membership, now=now)
        for reminder in Reminder.objects.filter(email=email):
            withdraw_reminder(reminder, now=now)
        EmailAddress.objects.filter(pk=email.pk).delete()
