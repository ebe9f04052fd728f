"""Making an announcement, changing it while it is a draft, letting it go, and stopping it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import UnknownLocaleError
from django.db import transaction
from django.db.models import F

from countin.campaigns.models import Artist, Campaign, Channel
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.kinds import KINDS, UNWRITTEN, words_of
from countin.messaging.announcing.markdown import addresses_in, is_safe_address
from countin.messaging.announcing.segment import BadSegment, Segment
from countin.messaging.announcing.ways import Way, channel_for
from countin.messaging.models import Announcement
from countin.messaging.preferences import CHOICES

_LONGEST_SUBJECT = 200
_LONGEST_TEXT = 20_000
_OF_RELEASE = ("{title}", "{date}")


class BadAnnouncement(ValueError):
    """It can't be sent like that; the message says what to mend."""


@dataclass(frozen=True)
class Words:
    """What an artist may say otherwise than the kind does; None: as the kind says."""

    subject: str | None = None
    text: str | None = None
    language: str = "en"
    segment: Segment | None = None
    has_artwork: bool = True
    time_zone: str = "UTC"


def draft_announcement(
    artist: Artist,
    *,
    kind: AnnouncementKind,
    campaign: Campaign | None,
    words: Words,
    now: datetime,
) -> Announcement:
    """Nothing goes out yet. Raises BadAnnouncement."""
    if campaign is None and kind != AnnouncementKind.NEWS:
        raise BadAnnouncement(f"“{KINDS[kind].title}” is about a release: name its campaign.")
    segment = _segment(kind, words=words)
    fields = _fields(kind, words=words, segment=segment)
    _check(fields, segment=segment, campaign=campaign)
    return Announcement.objects.create(
        artist=artist, campaign=campaign, kind=kind, made_at=now, changed_at=now, **fields
    )


def change_draft(announcement: Announcement, *, words: Words, now: datetime) -> Announcement:
    """Only as long as it is a draft. Raises BadAnnouncement."""
    kind = AnnouncementKind(announcement.kind)
    segment = _segment(kind, words=words)
    fields = _fields(kind, words=words, segment=segment)
    _check(fields, segment=segment, campaign=announcement.campaign)
    drafts = Announcement.objects.filter(pk=announcement.pk, scheduled_at__isnull=True)
    if not drafts.update(**fields, changed_at=now):
        raise BadAnnouncement("It is on its way already: stop it, and write another.")
    announcement.refresh_from_db()
    return announcement


def schedule_announcement(
    announcement: Announcement, *, at: datetime, mail_is_set: bool, now: datetime
) -> None:
    """It begins at this moment, or now where that is over; by mail, with a tracked channel of its
    own, where mail can be sent now, and by browsers and programs in any case. Scheduled anew
    before it began, it moves. Raises BadAnnouncement."""
    campaign = announcement.campaign
    if not mail_is_set and announcement.kind not in CHOICES:
        raise BadAnnouncement(
            "It is about each fan's own pre-save and goes by mail alone: set COUNTIN_SMTP_URL or "
            "COUNTIN_MAIL_SERVICE first."
        )
    if campaign is not None and campaign.published_at is None:
        raise BadAnnouncement(
            f"The page of {campaign.slug} is no more than a draft, and the mail leads there. "
            "Publish it first."
        )
    if campaign is None and not _has_page(announcement.artist):
        raise BadAnnouncement(
            f"The page of {announcement.artist.name} is not public, and the mail leads there. "
            "Publish it first: countin artist apply, or a campaign of theirs."
        )
    if UNWRITTEN in announcement.text.splitlines():
        raise BadAnnouncement(f"It still says “{UNWRITTEN}” where your words go. Write them first.")
    with transaction.atomic():
        rows = Announcement.objects.filter(
            pk=announcement.pk, gathered_to=0, gathered_at__isnull=True, done_at__isnull=True
        )
        moved = rows.update(
            scheduled_at=max(at, now),
            stopped_at=None,
            by_mail=mail_is_set,
            channel=_channel_of(announcement, now=now) if mail_is_set else None,
        )
    if not moved:
        raise BadAnnouncement("It has begun to go out. To hold it up, stop it.")
    announcement.refresh_from_db()


def stop_announcement(announcement: Announcement, *, now: datetime) -> bool:
    """Nothing more of it goes out from this moment; what a mail server has, it has. False: it
    was stopped or done before."""
    rows = Announcement.objects.filter(
        pk=announcement.pk,
        scheduled_at__isnull=False,
        stopped_at__isnull=True,
        done_at__isnull=True,
    )
    stopped = rows.update(stopped_at=now)
    announcement.refresh_from_db()
    return stopped == 1


def resume_announcement(announcement: Announcement, *, now: datetime) -> bool:
    """The rest goes out. False: it was not stopped."""
    rows = Announcement.objects.filter(pk=announcement.pk, stopped_at__isnull=False)
    resumed = rows.filter(done_at__isnull=True).update(stopped_at=None)
    announcement.refresh_from_db()
    return resumed == 1


def discard_draft(announcement: Announcement) -> bool:
    """Gone, as long as nothing of it was scheduled."""
    drafts = Announcement.objects.filter(pk=announcement.pk, scheduled_at__isnull=True)
    return drafts.delete()[0] > 0


def count_leaver(announcement: Announcement) -> None:
    """Somebody left the list by its link."""
    Announcement.objects.filter(pk=announcement.pk).update(left=F("left") + 1)


def _segment(kind: AnnouncementKind, *, words: Words) -> Segment:
    return KINDS[kind].segment if words.segment is None else words.segment


def _fields(kind: AnnouncementKind, *, words: Words, segment: Segment) -> dict[str, object]:
    subject, text = words_of(kind, language=words.language)
    return {
        "subject": " ".join((subject if words.subject is None else words.subject).split()),
        "text": (text if words.text is None else words.text).replace("\r\n", "\n").strip(),
        "language": words.language,
        "has_artwork": words.has_artwork,
        "segment": segment.as_document(),
        "time_zone": words.time_zone,
    }


def _check(fields: Mapping[str, object], *, segment: Segment, campaign: Campaign | None) -> None:
    subject, text = str(fields["subject"]), str(fields["text"])
    if not subject or len(subject) > _LONGEST_SUBJECT:
        raise BadAnnouncement(f"Give it a subject of at most {_LONGEST_SUBJECT} characters.")
    if not text or len(text) > _LONGEST_TEXT:
        raise BadAnnouncement(f"Give it a text of at most {_LONGEST_TEXT} characters.")
    for address in addresses_in(
        text.replace("{link}", "https://x").replace("{own_page}", "https://x")
    ):
        if not is_safe_address(address):
            raise BadAnnouncement(f"The link {address!r} leads nowhere: begin it with https://")
    if campaign is None:
        _check_without_campaign(subject + text, segment=segment)
    _check_language(str(fields["language"]))
    _check_zone(str(fields["time_zone"]))


def _has_page(artist: Artist) -> bool:
    public = Campaign.objects.filter(release__artist=artist, published_at__isnull=False)
    return artist.published_at is not None or public.exists()


def _check_without_campaign(words: str, *, segment: Segment) -> None:
    if segment.needs_campaign:
        raise BadSegment("Who pre-saved can be told of a campaign alone: name one.")
    if named := [name for name in _OF_RELEASE if name in words]:
        raise BadAnnouncement(
            f"{named[0]} is filled in for a release, and this is about none: write it out."
        )


def _check_language(language: str) -> None:
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadAnnouncement(f"{language!r} is no language. Give its code, as en or de.") from None


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadAnnouncement(f"{zone!r} is no time zone. Write it like Europe/Berlin.") from None


def _channel_of(announcement: Announcement, *, now: datetime) -> Channel | None:
    return announcement.channel or channel_for(announcement, way=Way.MAIL, now=now)
