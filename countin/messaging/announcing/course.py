"""Telling fans by mail that a campaign takes another course: its day has moved, or it has ended.

Written to is who is on the artist's list and waits for this very release: the words of the list
cover it, those of a reminder do not (decision 60). The mails are an announcement like any other, so
they are paced, spare the night, can be stopped, and are counted; nobody has to write it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from countin.campaigns.models import Campaign
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.kinds import KINDS, words_of
from countin.messaging.announcing.members import members_for
from countin.messaging.models import Announcement, AnnouncementMail, KnownCourse
from countin.presaves.models import PreSave

# A date that was mistyped is mended within minutes: only what stands is told.
SETTLES_IN: Final = timedelta(minutes=15)
_OURS: Final = "en"  # how the organizer reads it


def follow_courses(*, providers: Iterable[str], mail_is_set: bool, now: datetime) -> int:
    """Note what fans know of each public campaign, and announce what has changed since. Without a
    mail service the change is noted and nobody is written to, later neither. Returns how many
    announcements were made. `providers` are all there are, as an index wants them."""
    _note_new(now=now)
    made = 0
    for known in _known().filter(~Q(release_date=F("campaign__release__release_date"))):
        made += _follow_date(known, mail_is_set=mail_is_set, now=now)
    for known in _told_of_no_end(providers):
        made += _tell_end(known, mail_is_set=mail_is_set, now=now)
    return made


def count_concerned(campaign: Campaign, *, kind: AnnouncementKind, now: datetime) -> int:
    """Entries on the artist's list that such a mail would go to. One mailbox may have two."""
    return members_for(_sketch(campaign, kind=kind, now=now), now=now).count()


def _known() -> QuerySet[KnownCourse]:
    return KnownCourse.objects.select_related("campaign__release__artist").order_by("pk")


def _note_new(*, now: datetime) -> None:
    """What stands when a campaign becomes public is what its fans know. One that had ended when
    we first looked is old news."""
    noted = KnownCourse.objects.filter(campaign=OuterRef("pk"))
    public = Campaign.objects.filter(~Exists(noted), published_at__isnull=False)
    KnownCourse.objects.bulk_create(
        (
            KnownCourse(
                campaign=campaign,
                release_date=campaign.release.release_date,
                end_told_at=now if campaign.ended_at else None,
            )
            for campaign in public.select_related("release").order_by("pk")
        ),
        ignore_conflicts=True,
    )


def _follow_date(known: KnownCourse, *, mail_is_set: bool, now: datetime) -> int:
    campaign, day = known.campaign, known.campaign.release.release_date
    if known.moved_to != day or known.moved_at is None:
        KnownCourse.objects.filter(pk=known.pk).update(moved_to=day, moved_at=now)
        return 0
    if now - known.moved_at < SETTLES_IN:
        return 0
    with transaction.atomic():
        fresh = {"release_date": day, "moved_to": None, "moved_at": None}
        held = KnownCourse.objects.filter(pk=known.pk, release_date=known.release_date)
        if not held.update(**fresh):
            return 0
        is_news = campaign.ended_at is None and now < campaign.release.last_moment
        if not (mail_is_set and is_news):
            return 0
        _cut_short(campaign, now=now)
        return _announce(campaign, kind=AnnouncementKind.MOVED, now=now)


def _told_of_no_end(providers: Iterable[str]) -> QuerySet[KnownCourse]:
    """Ended, and every promise is let go of: what the mail says of permissions is true then."""
    left = PreSave.objects.open().filter(
        campaign=OuterRef("campaign"), provider__in=list(providers)
    )
    ended = _known().filter(end_told_at__isnull=True, campaign__ended_at__isnull=False)
    return ended.filter(~Exists(left))


def _tell_end(known: KnownCourse, *, mail_is_set: bool, now: datetime) -> int:
    with transaction.atomic():
        untold = KnownCourse.objects.filter(pk=known.pk, end_told_at__isnull=True)
        if not untold.update(end_told_at=now) or not mail_is_set:
            return 0
        _cut_short(known.campaign, now=now)
        return _announce(known.campaign, kind=AnnouncementKind.ENDED, now=now)


def _cut_short(campaign: Campaign, *, now: datetime) -> None:
    """What still goes out of an earlier change of course is not true any more."""
    earlier = Announcement.objects.filter(
        campaign=campaign, kind=AnnouncementKind.MOVED, done_at__isnull=True
    )
    earlier.filter(gathered_at__isnull=True).update(gathered_at=now)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    unsent = AnnouncementMail.objects.unsettled().filter(free, announcement__in=earlier)
    unsent.delete()


def _announce(campaign: Campaign, *, kind: AnnouncementKind, now: datetime) -> int:
    """None where nobody could get it."""
    announcement = _sketch(campaign, kind=kind, now=now)
    if not members_for(announcement, now=now).exists():
        return 0
    announcement.save()
    return 1


def _sketch(campaign: Campaign, *, kind: AnnouncementKind, now: datetime) -> Announcement:
    """Without a tracked channel: its link leads to each reader's own page."""
    subject, text = words_of(kind, language=_OURS)
    return Announcement(
        artist=campaign.release.artist,
        campaign=campaign,
        kind=kind,
        subject=subject,
        text=text,
        language=_OURS,
        segment=KINDS[kind].segment.as_document(),
        made_at=now,
        changed_at=now,
        scheduled_at=now,
    )
