"""What a fan on a list chose: which kinds come, in which language, and from when on again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.lists import leave_list
from countin.messaging.models import (
    ListMembership,
    ListMembershipQuerySet,
    NewsPush,
    NewsPushQuerySet,
)

# What a fan may go without. The others are about their own promise, or are what the list is for.
CHOICES: Final = (
    AnnouncementKind.NEWS,
    AnnouncementKind.ANNOUNCEMENT,
    AnnouncementKind.REMINDER,
    AnnouncementKind.EVE,
    AnnouncementKind.OUT_NOW,
    AnnouncementKind.THANKS,
)
PAUSES: Final = (timedelta(days=30), timedelta(days=90))


def same_mailbox(membership: ListMembership) -> ListMembershipQuerySet:
    """Every standing membership of whoever reads this mailbox, this one among them."""
    if membership.email is None:
        return ListMembership.objects.none()
    standing = ListMembership.objects.standing()
    return standing.filter(email__address__iexact=membership.email.address)


def choose(
    membership: ListMembership,
    *,
    wanted: Iterable[str],
    language: str,
    pause_for: timedelta | None,
    now: datetime,
) -> None:
    """From now on, on this list, in whichever browser it was joined."""
    without = sorted(set(CHOICES) - set(wanted))
    same_mailbox(membership).filter(artist=membership.artist_id).update(
        without="".join(f",{kind}," for kind in without),
        language=language,
        paused_until=now + pause_for if pause_for else None,
    )
    membership.refresh_from_db()


def leave_artist(membership: ListMembership, *, now: datetime) -> int:
    """This artist's list is left by everybody who gave this mailbox's address. Returns how many
    memberships ended."""
    rows = list(same_mailbox(membership).filter(artist=membership.artist_id))
    for one in rows:
        leave_list(one, now=now)
    return len(rows)


def news_of_reader(membership: ListMembership) -> NewsPushQuerySet:
    """Browsers that show this artist's news to whoever reads this mailbox; also after they left
    the list, for one is agreed to apart from the other."""
    confirmed = same_mailbox(membership).filter(confirmed_at__isnull=False)
    theirs = Q(fan=membership.fan_id) | Q(fan__in=confirmed.values("fan"))
    return NewsPush.objects.standing().filter(theirs, artist=membership.artist_id)


def wants(kind: str, *, now: datetime) -> Q:
    """Members who let this kind come now."""
    is_on = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    if kind not in CHOICES:
        return is_on
    # Stored between commas, so that no name is found inside another.
    return is_on & ~Q(without__contains=f",{kind},")
