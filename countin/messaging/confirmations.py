"""The mail that asks a mailbox's owner for a yes: one an address a day, whatever it confirms."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q

from countin.campaigns.models import Artist
from countin.fans.models import EmailAddress
from countin.messaging.address_marks import mailbox_of, mark_address
from countin.messaging.mail_keys import UnknownToken, find_mail
from countin.messaging.models import ListMembership, Mail, MailKind, Reminder

# Asked again within this span, the confirmation that is out or on its way must do.
ONE_CONFIRMATION_IN = timedelta(days=1)
# Why a mail was not sent after all.
WITHDRAWN = "withdrawn"
CONFIRMED = "confirmed"
ASKED = "asked already"


class Wishes(NamedTuple):
    """What a fan asked for with one address: each is a decision of its own."""

    reminders: list[Reminder]
    memberships: list[ListMembership]

    @property
    def wait(self) -> bool:
        """Something still needs the mailbox's owner."""
        return any(wish.confirmed_at is None for wish in self.all())

    def all(self) -> list[Reminder | ListMembership]:
        """Both kinds."""
        return [*self.reminders, *self.memberships]


def wishes_of(email: EmailAddress | None) -> Wishes:
    """All that goes to this address, confirmed or not. This fan's alone: a yes must not
    confirm what a stranger asked with the same address."""
    if email is None:
        return Wishes([], [])
    reminders = Reminder.objects.waiting().filter(email=email)
    memberships = ListMembership.objects.standing().filter(email=email)
    return Wishes(
        list(reminders.select_related("campaign__release__artist", "consent").order_by("pk")),
        list(memberships.select_related("artist", "consent").order_by("pk")),
    )


def artists_of(mail: Mail) -> list[Artist]:
    """Whose releases and lists this mail is about."""
    wish = mail.wish
    wishes = wishes_of(wish.email).all() if mail.kind == MailKind.CONFIRM else [wish]
    return [
        one.campaign.release.artist if isinstance(one, Reminder) else one.artist for one in wishes
    ]


def find_wishes(token: str) -> tuple[Mail, Wishes]:
    """What a mail's link is about; changes nothing. Raises UnknownToken."""
    mail = find_mail(token)
    return mail, wishes_of(mail.wish.email)


def hold_address(email: EmailAddress | None) -> EmailAddress | None:
    """Kept from being exchanged for another until the transaction ends. Raises UnknownToken
    where that has just happened."""
    if email is None:
        return None
    held = EmailAddress.objects.select_for_update().filter(pk=email.pk, address=email.address)
    if not held.exists():
        raise UnknownToken
    return email


def ask_owner(email: EmailAddress, *, wish: Reminder | ListMembership, now: datetime) -> None:
    """Plan the mail that asks. Where one of the last day must do, a row says so and nothing goes
    out: by the time that it takes nobody who types in an address tells whether it is known."""
    mark = mark_address(email.address)
    is_asked = _is_asked(email, wish=wish, mark=mark, now=now)
    fresh = {"made_at": now, "due_at": now, "address_mark": mark}
    unsettled = {"claimed_until": None, "sent_at": None, "failed_at": None, "because": ""}
    # What a worker may be sending to the address before must not settle this one.
    anew = {**fresh, **unsettled, "attempts": F("attempts") + 1}
    needless = {**fresh, "failed_at": now, "because": ASKED}
    Mail.objects.update_or_create(
        **_made_for(wish),
        kind=MailKind.CONFIRM,
        defaults={} if is_asked else anew,
        create_defaults=needless if is_asked else fresh,
    )


def doubt_other_mailbox(email: EmailAddress, *, now: datetime) -> None:
    """What the old mailbox confirmed, the one just given has not."""
    if email.confirmed_at is None and email.added_at == now:
        Reminder.objects.waiting().filter(email=email).update(confirmed_at=None)
        # Asked anew, so that the fourteen days to confirm begin now.
        ListMembership.objects.standing().filter(email=email).update(
            confirmed_at=None, asked_at=now
        )


def ask_for_the_rest(email_id: int | None, *, now: datetime) -> None:
    """A mail that was to ask for several wishes is dropped with one of them."""
    email = EmailAddress.objects.filter(pk=email_id or 0).first()
    for wish in wishes_of(email).all():
        if email is not None and wish.confirmed_at is None:
            ask_owner(email, wish=wish, now=now)


def drop_mails(mails: Q, *, because: str, now: datetime) -> int:
    """They need not go out; gives how many were still to go. The rows stay: one may be in a
    worker's hands, and the links of those that went out must go on working."""
    return Mail.objects.unsettled().filter(mails).update(failed_at=now, because=because)


def forget_unneeded_address(email_id: int | None) -> None:
    """Delete an address that no reminder and no list needs any more."""
    if email_id is None:
        return
    reminders = Reminder.objects.filter(email_id=email_id, withdrawn_at__isnull=True)
    lists = ListMembership.objects.standing().filter(email_id=email_id)
    if not reminders.exists() and not lists.exists():
        EmailAddress.objects.filter(pk=email_id).delete()


def _is_asked(
    email: EmailAddress, *, wish: Reminder | ListMembership, mark: str, now: datetime
) -> bool:
    recent = Q(made_at__gt=now - ONE_CONFIRMATION_IN) & ~Q(address_mark="")
    asked = Mail.objects.filter(recent, kind=MailKind.CONFIRM, address_mark=mark)
    asked = asked.exclude(because__in=[WITHDRAWN, CONFIRMED, ASKED]).filter(
        _covers(wish, email=email)
    )
    # What this fan was sent before went to another address, perhaps of the same mailbox.
    own_mails = Q(reminder__email=email) | Q(membership__email=email)
    asked = asked.exclude(own_mails, made_at__lt=email.added_at)
    # Marks are short: two mailboxes may share one.
    rows = asked.values_list("reminder__email__address", "membership__email__address")
    mailbox = mailbox_of(email.address)
    return any(mailbox_of(address) == mailbox for row in rows for address in row if address)


def _covers(wish: Reminder | ListMembership, *, email: EmailAddress) -> Q:
    """Which confirmations ask for this wish, too: its own, one on its way to the same fan, or
    one for the same thing that somebody else asked."""
    if isinstance(wish, ListMembership):
        on_its_way = Q(sent_at__isnull=True, failed_at__isnull=True)
        own_mails = Q(reminder__email=email) | Q(membership__email=email)
        same_wish = Q(membership__artist=wish.artist_id)
        return Q(membership=wish) | same_wish | (on_its_way & own_mails)
    same_wish = Q(reminder__campaign=wish.campaign_id, reminder__provider=wish.provider)
    own_mails = Q(reminder__email=email) | Q(membership__email=email)
    return Q(reminder=wish) | same_wish | own_mails


def _made_for(wish: Reminder | ListMembership) -> dict[str, Reminder | ListMembership]:
    return {"reminder": wish} if isinstance(wish, Reminder) else {"membership": wish}
