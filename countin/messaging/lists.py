"""An artist's e-mail list: asked for apart from everything else, confirmed by the mailbox's
owner, left with one press."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from countin.campaigns.models import Artist
from countin.fans.addresses import confirm_address, remember_address
from countin.fans.consents import record_consent
from countin.fans.models import Fan
from countin.messaging.address_marks import mark_of_leaver
from countin.messaging.confirmations import (
    CONFIRMED,
    WITHDRAWN,
    ask_for_the_rest,
    ask_owner,
    doubt_other_mailbox,
    drop_mails,
    find_wishes,
    forget_unneeded_address,
    hold_address,
)
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import ListMembership, MailboxTrouble, MailKind
from countin.workspaces.journal import Noted, leave_notes


def ask_list(
    artist: Artist,
    *,
    fan: Fan,
    address: str,
    words: str,
    version: str,
    language: str,
    now: datetime,
) -> ListMembership:
    """Remember the address and the exact words, and ask its owner to confirm, always: that an
    address was confirmed for a reminder says nothing about a list. Asking twice changes
    nothing; who left comes back by asking anew. Raises ValueError for what is no address;
    nothing is kept then."""
    with transaction.atomic():
        email = remember_address(fan, address=address, now=now)
        doubt_other_mailbox(email, now=now)
        membership = ListMembership.objects.filter(artist=artist, fan=fan).first()
        if membership and membership.ended_at is None and membership.email_id == email.pk:
            if membership.confirmed_at is None:
                ask_owner(email, wish=membership, now=now)
            return membership
        consent = record_consent(fan, words=words, version=version, language=language, now=now)
        membership, _created = ListMembership.objects.update_or_create(
            artist=artist,
            fan=fan,
            defaults={
                "email": email,
                "consent": consent,
                "asked_at": now,
                "confirmed_at": None,
                "ended_at": None,
                "source": "",
                "left_mark": "",
            },
        )
        ask_owner(email, wish=membership, now=now)
    return membership


def confirm_list(token: str, *, membership_id: int, now: datetime) -> ListMembership:
    """The mailbox's owner said yes to this list, and to nothing else. Confirming twice changes
    nothing. Raises UnknownToken, also for a list that this mailbox was not asked about."""
    with transaction.atomic():
        mail, wishes = find_wishes(token)
        email = hold_address(mail.wish.email)
        asked = [one for one in wishes.memberships if one.pk == membership_id]
        if email is None or not asked:
            raise UnknownToken
        confirm_address(email, now=now)
        # A mail of ours arrived, and its reader wants more: nothing speaks against it any more.
        MailboxTrouble.objects.filter(mark=mark_of_leaver(email.address)).delete()
        ListMembership.objects.filter(pk=membership_id, confirmed_at__isnull=True).update(
            confirmed_at=now
        )
        asking = Q(membership=membership_id, kind=MailKind.CONFIRM)
        if drop_mails(asking, because=CONFIRMED, now=now):
            ask_for_the_rest(email.pk, now=now)
    asked[0].refresh_from_db()
    return asked[0]


def leave_list(membership: ListMembership, *, now: datetime) -> None:
    """Nothing more goes out for this list. Leaving twice changes nothing; the consent stays as
    proof, the address goes unless something else needs it."""
    with transaction.atomic():
        email_id = membership.email_id
        dropped = drop_mails(Q(membership=membership.pk), because=WITHDRAWN, now=now)
        standing = ListMembership.objects.filter(pk=membership.pk, ended_at__isnull=True)
        mark = mark_of_leaver(membership.email.address) if membership.email else ""
        if standing.update(ended_at=now, email=None, left_mark=mark):
            rows = {membership.pk: membership.asked_at}
            leave_notes(Noted.LIST_LEFT, rows=rows, now=now)
        forget_unneeded_address(email_id)
        if dropped:
            ask_for_the_rest(email_id, now=now)
    membership.refresh_from_db()
