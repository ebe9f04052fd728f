"""People whom an artist writes to by hand: a tracked link each, when they were written to, and what
came of it. The names stand here alone; the channels of their links have none."""

import secrets
from datetime import datetime

from django.db import transaction

from countin.campaigns.channels import make_channel
from countin.campaigns.models import Campaign, ChannelMaker
from countin.messaging.models import OutreachContact
from countin.visits.links import channel_link
from countin.visits.models import Link

_MOST = 500


class TooMany(ValueError):
    """More than anybody writes to by hand."""


def add_contact(campaign: Campaign, *, whom: str, way: str, now: datetime) -> OutreachContact:
    """With a channel and a short link of their own. Raises TooMany."""
    if OutreachContact.objects.filter(campaign=campaign).count() >= _MOST:
        raise TooMany(
            f"There are {_MOST} already. Whoever writes to more writes to a list: countin announce"
        )
    with transaction.atomic():
        channel = make_channel(
            campaign,
            name=f"to-{secrets.token_hex(4)}",
            made_by=ChannelMaker.OUTREACH,
            reach=1,
            now=now,
        )
        channel_link(channel, now=now)
        return OutreachContact.objects.create(
            campaign=campaign, channel=channel, whom=_plain(whom), way=_plain(way), made_at=now
        )


def note_contact(contact: OutreachContact, *, note: str) -> None:
    """What came of it."""
    contact.note = _plain(note)[:500]
    contact.save(update_fields=["note"])


def note_written(contact: OutreachContact, *, now: datetime) -> None:
    """They were written to; the first time counts."""
    OutreachContact.objects.filter(pk=contact.pk, written_at__isnull=True).update(written_at=now)
    contact.refresh_from_db()


def forget_contact(contact: OutreachContact) -> None:
    """Who they are goes at once; their link works on, and what came by it stays counted."""
    contact.delete()


def link_of_contact(contact: OutreachContact, *, now: datetime) -> Link:
    """To send them."""
    return channel_link(contact.channel, now=now)


def _plain(text: str) -> str:
    return " ".join(text.split())
