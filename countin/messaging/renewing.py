"""Asking fans to renew a standing consent before its permission ends. A fan who is on the artist's
e-mail list is written to; the others gave no address for this: their own page says it, and gives
them the day as a calendar entry (`renewal_entries`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from countin.messaging.models import ListMembership, Mail, MailKind
from countin.presaves.models import StandingConsent
from countin.presaves.standing import mark_renewal_asked

_BATCH: Final = 200


@dataclass(frozen=True)
class Ending:
    """A permission that ends, at one service."""

    provider: str
    usable_until: datetime  # UTC


def plan_renewal_mails(*, now: datetime) -> int:
    """One mail an artist and fan, 60 days before the permission ends. Returns how many standing
    consents were asked about."""
    listed = ListMembership.objects.confirmed().filter(
        fan=OuterRef("fan"), artist=OuterRef("artist")
    )
    due = StandingConsent.objects.due_for_renewal(now).filter(Exists(listed))
    standings = list(due[:_BATCH])
    for standing in standings:
        with transaction.atomic():
            _plan_mail(standing, now=now)
            mark_renewal_asked([standing.pk], now=now)
    return len(standings)


def endings_of(membership: ListMembership) -> list[Ending]:
    """What ends for this fan and artist, as far as it was asked to be renewed."""
    rows = StandingConsent.objects.in_force().filter(
        fan=membership.fan,
        artist=membership.artist,
        renewal_asked_at__isnull=False,
        connection__grants__shredded_at__isnull=True,
        connection__grants__authorized_at__lte=F("renewal_asked_at"),
    )
    pairs = rows.values_list("connection__provider", "connection__grants__usable_until")
    return [Ending(provider, until) for provider, until in pairs.order_by("pk")]


def is_renewal_wanted(mail: Mail) -> bool:
    """Still on the list, and not renewed or stopped meanwhile."""
    membership = ListMembership.objects.confirmed().filter(pk=mail.membership_id or 0).first()
    return membership is not None and bool(endings_of(membership))


def _plan_mail(standing: StandingConsent, *, now: datetime) -> None:
    membership = ListMembership.objects.confirmed().get(fan=standing.fan, artist=standing.artist)
    fresh = {"made_at": now, "due_at": now}
    # The row of half a year ago serves again.
    again = {"claimed_until": None, "sent_at": None, "failed_at": None, "because": ""}
    Mail.objects.update_or_create(
        membership=membership,
        kind=MailKind.RENEWAL,
        defaults={**fresh, **again, "attempts": F("attempts") + 1},
        create_defaults=fresh,
    )
