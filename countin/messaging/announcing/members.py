"""Whom an announcement is for: confirmed members of the artist's list and browsers that take its
news, as its segment says. Only rows of the artist's own are asked."""

from datetime import datetime
from typing import Any, Final, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from countin.fans.models import Connection
from countin.messaging.announcing.segment import Segment, read_segment
from countin.messaging.models import (
    Announcement,
    ListMembership,
    ListMembershipQuerySet,
    NewsPush,
    NewsPushQuerySet,
    Reminder,
)
from countin.messaging.preferences import CHOICES, wants
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import OPEN_STATES, FollowState, Reason, State

_Readers = TypeVar("_Readers", bound=QuerySet[Any])
_Same = tuple[str, str]  # what of a fan is what of a reader
# Whoever asked in two browsers with one mailbox has promised once for both.
_BY_ADDRESS: Final[_Same] = ("__email__address", "email__address")
_BY_FAN: Final[_Same] = ("", "fan")


def members_for(announcement: Announcement, *, now: datetime) -> ListMembershipQuerySet:
    """Memberships that may be written to. One mailbox may be among them twice."""
    members = ListMembership.objects.confirmed().filter(artist=announcement.artist_id)
    members = members.filter(wants(announcement.kind, now=now), fan__isnull=False)
    members = _in_segment(members, announcement=announcement, by=_BY_ADDRESS)
    concern = read_segment(announcement.segment).concern
    return _concerned(members, announcement=announcement, concern=concern) if concern else members


def browsers_for(announcement: Announcement) -> NewsPushQuerySet:
    """Browsers that take news of this artist, of fans in the segment. None for what is about a
    fan's own promise: its words lead to their own page, and a push carries no key to that."""
    if announcement.kind not in CHOICES:
        return NewsPush.objects.none()
    allowed = NewsPush.objects.standing().filter(artist=announcement.artist_id)
    return _in_segment(allowed, announcement=announcement, by=_BY_FAN)


def _in_segment(readers: _Readers, *, announcement: Announcement, by: _Same) -> _Readers:
    segment = read_segment(announcement.segment)
    readers = _by_place(readers, segment=segment)
    if segment.followed is not None:
        follows = _follows(announcement, by=by)
        readers = readers.filter(Exists(follows) if segment.followed else ~Exists(follows))
    promises = _promises(announcement, by=by)
    if segment.promised is not None:
        stands = Exists(promises.exclude(state=State.WITHDRAWN))
        readers = readers.filter(stands if segment.promised else ~stands)
    if segment.state:
        readers = readers.filter(Exists(promises.filter(state=segment.state)))
    return readers


def _concerned(
    members: ListMembershipQuerySet, *, announcement: Announcement, concern: str
) -> ListMembershipQuerySet:
    """By a promise that is open, or ended with its campaign; or by a reminder that did not go."""
    promises = _promises(announcement, by=_BY_ADDRESS)
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


def _by_place(members: _Readers, *, segment: Segment) -> _Readers:
    own = Connection.objects.filter(fan=OuterRef("fan"))
    if segment.country:
        here = Q(fan__territory=segment.country)
        members = members.filter(here | Exists(own.filter(market=segment.country)))
    if segment.service:
        asked = Reminder.objects.filter(fan=OuterRef("fan"), provider=segment.service)
        members = members.filter(Exists(own.filter(provider=segment.service)) | Exists(asked))
    return members


def _promises(announcement: Announcement, *, by: _Same) -> QuerySet[PreSave]:
    campaign = announcement.campaign_id or 0
    return PreSave.objects.filter(campaign=campaign, **_same("connection__fan", by=by))


def _follows(announcement: Announcement, *, by: _Same) -> QuerySet[FollowAsk]:
    same = _same("presave__connection__fan", by=by)
    asked = FollowAsk.objects.filter(artist=announcement.artist_id, **same)
    return asked.exclude(state__in=(FollowState.WITHDRAWN, FollowState.FAILED))


def _same(fan: str, *, by: _Same) -> dict[str, OuterRef]:
    own, theirs = by
    return {f"{fan}{own}": OuterRef(theirs)}
