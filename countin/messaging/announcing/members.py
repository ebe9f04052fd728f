"""Whom an announcement is for: confirmed members of the artist's list, as its segment says. Only
rows of the artist's own are asked."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from countin.fans.models import Connection
from countin.messaging.announcing.segment import Segment, read_segment
from countin.messaging.models import (
    Announcement,
    ListMembership,
    ListMembershipQuerySet,
    Reminder,
)
from countin.messaging.preferences import wants
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import OPEN_STATES, FollowState, Reason, State


def members_for(announcement: Announcement, *, now: datetime) -> ListMembershipQuerySet:
    """Memberships that may be written to. One mailbox may be among them twice."""
    segment = read_segment(announcement.segment)
    members = ListMembership.objects.confirmed().filter(artist=announcement.artist_id)
    members = members.filter(wants(announcement.kind, now=now), fan__isnull=False)
    members = _by_place(members, segment=segment)
    if segment.followed is not None:
        follows = _follows(announcement)
        members = members.filter(Exists(follows) if segment.followed else ~Exists(follows))
    if segment.promised is not None:
        promises = _promises(announcement).exclude(state=State.WITHDRAWN)
        members = members.filter(Exists(promises) if segment.promised else ~Exists(promises))
    if segment.state:
        members = members.filter(Exists(_promises(announcement).filter(state=segment.state)))
    if segment.concern:
        members = _concerned(members, announcement=announcement, concern=segment.concern)
    return members


def _concerned(
    members: ListMembershipQuerySet, *, announcement: Announcement, concern: str
) -> ListMembershipQuerySet:
    """By a promise that is open, or ended with its campaign; or by a reminder that did not go."""
    promises = _promises(announcement)
    if concern == "ended":
        promises = promises.filter(state=State.FAILED, reason=Reason.ENDED)
    else:
        promises = promises.filter(state__in=OPEN_STATES)
    return members.filter(Exists(promises) | Exists(_reminders(announcement)))


def _reminders(announcement: Announcement) -> QuerySet[Reminder]:
    waiting = Reminder.objects.filter(
        campaign=announcement.campaign_id or 0,
        withdrawn_at__isnull=True,
        sent_at__isnull=True,
        pushed_at__isnull=True,
    )
    # Somebody else may have typed this address; only its owner's yes makes it theirs.
    confirmed = Q(confirmed_at__isnull=False, email__address=OuterRef("email__address"))
    return waiting.filter(Q(fan=OuterRef("fan")) | confirmed)


def _by_place(members: ListMembershipQuerySet, *, segment: Segment) -> ListMembershipQuerySet:
    own = Connection.objects.filter(fan=OuterRef("fan"))
    if segment.country:
        here = Q(fan__territory=segment.country)
        members = members.filter(here | Exists(own.filter(market=segment.country)))
    if segment.service:
        asked = Reminder.objects.filter(fan=OuterRef("fan"), provider=segment.service)
        members = members.filter(Exists(own.filter(provider=segment.service)) | Exists(asked))
    return members


def _promises(announcement: Announcement) -> QuerySet[PreSave]:
    # By the address: whoever asked in two browsers with one mailbox has promised once for both.
    return PreSave.objects.filter(
        campaign=announcement.campaign_id or 0,
        connection__fan__email__address=OuterRef("email__address"),
    )


def _follows(announcement: Announcement) -> QuerySet[FollowAsk]:
    asked = FollowAsk.objects.filter(
        artist=announcement.artist_id,
        presave__connection__fan__email__address=OuterRef("email__address"),
    )
    return asked.exclude(state__in=(FollowState.WITHDRAWN, FollowState.FAILED))
