"""Which mails of announcements are next, and whether their readers still want them."""

from collections.abc import Sequence
from datetime import datetime

from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.members import members_for
from countin.messaging.models import Announcement, AnnouncementMail
from countin.messaging.outgoing import claim_due, let_go, settle_all
from countin.messaging.quiet_hours import end_of_quiet
from countin.messaging.reconnecting import asked_lately

NOT_WANTED = "not wanted any more"
ASKED_BEFORE = "asked by a mail of ours days ago"
_OF_ANNOUNCEMENT = ("artist", "campaign__release__artist", "channel__campaign")
_OF_READER = ("membership__email", "membership__fan", "membership__consent")


def take_mails(*, at_most: int, now: datetime) -> list[AnnouncementMail]:
    """The next ones, claimed: no other worker has them."""
    ids: list[int] = []
    # One announcement after the other: an index then gives the next ones without looking at all.
    begun = Announcement.objects.going().filter(scheduled_at__lte=now, gathered_to__gt=0)
    going = {one.pk: one for one in begun.order_by("scheduled_at", "pk")}
    for number in going:
        rows = AnnouncementMail.objects.filter(announcement=number)
        ids += claim_due(rows, now=now, at_most=at_most - len(ids))
        if len(ids) == at_most:
            break
    mails = AnnouncementMail.objects.filter(pk__in=ids).select_related(*_OF_READER)
    return _with_announcements(list(mails.order_by("due_at", "pk")))


def still_to_go(mails: Sequence[AnnouncementMail], *, now: datetime) -> list[AnnouncementMail]:
    """Read anew: since they were gathered a fan may have left, or pre-saved what a reminder is
    about; and it may be night where they are."""
    wanted: set[int] = set()
    for announcement in {mail.announcement_id: mail.announcement for mail in mails}.values():
        ids = [mail.membership_id for mail in mails if mail.announcement_id == announcement.pk]
        members = members_for(announcement, now=now).filter(pk__in=ids)
        wanted.update(members.values_list("pk", flat=True))
    unwanted = [mail for mail in mails if mail.membership_id not in wanted]
    settle_all(unwanted, failed_at=now, because=NOT_WANTED)
    asked = _asked_lately([mail for mail in mails if mail.membership_id in wanted], now=now)
    settle_all(asked, failed_at=now, because=ASKED_BEFORE)
    done = {mail.pk for mail in (*unwanted, *asked)}
    return _by_day([mail for mail in mails if mail.pk not in done], now=now)


def note_handing(mails: Sequence[AnnouncementMail], *, now: datetime) -> set[int]:
    """Before they go: a kill from here on leaves tries without an answer. Returns those that
    may go: not stopped meanwhile, and the claim stands."""
    going = {mail.pk for mail in mails}
    for unanswered in (True, False):
        rows = [one for one in mails if _is_unanswered(one) is unanswered]
        if _note(rows, now=now, unanswered=unanswered) != len(rows):
            going -= {one.pk for one in rows if _note([one], now=now, unanswered=unanswered) != 1}
    let_go([mail for mail in mails if mail.pk not in going])
    return going


def _note(mails: Sequence[AnnouncementMail], *, now: datetime, unanswered: bool) -> int:
    changed = {"maybe_twice": True} if unanswered else {}
    noted = 0
    for attempts in {mail.attempts for mail in mails}:
        ids = [mail.pk for mail in mails if mail.attempts == attempts]
        mine = AnnouncementMail.objects.unsettled().filter(
            pk__in=ids, attempts=attempts, announcement__stopped_at__isnull=True
        )
        noted += mine.update(handed_at=now, because="", **changed)
    return noted


def _is_unanswered(mail: AnnouncementMail) -> bool:
    return mail.handed_at is not None and not mail.because


def _asked_lately(mails: Sequence[AnnouncementMail], *, now: datetime) -> list[AnnouncementMail]:
    """Whom a mail of ours asked the same: nobody is asked twice within days."""
    asking = [one for one in mails if one.announcement.kind == AnnouncementKind.RECONNECT]
    campaigns = {one.announcement.campaign_id for one in asking}
    addresses = {_address(one) for one in asking}
    asked = {
        (campaign, address)
        for campaign in campaigns
        for address in asked_lately(addresses, campaign_id=campaign, now=now)
    }
    return [one for one in asking if (one.announcement.campaign_id, _address(one)) in asked]


def _address(mail: AnnouncementMail) -> str:
    return mail.membership.email.address if mail.membership.email else ""


def _by_day(mails: Sequence[AnnouncementMail], *, now: datetime) -> list[AnnouncementMail]:
    awake, asleep = [], dict[datetime, list[AnnouncementMail]]()
    for mail in mails:
        zone = mail.membership.fan.time_zone if mail.membership.fan else ""
        if until := end_of_quiet(now, zone=zone or mail.announcement.time_zone):
            asleep.setdefault(until, []).append(mail)
        else:
            awake.append(mail)
    for until, rows in asleep.items():
        settle_all(rows, due_at=until, because="quiet hours")
    return awake


def _with_announcements(mails: list[AnnouncementMail]) -> list[AnnouncementMail]:
    """One object for all mails of an announcement: reading it once a mail takes as long as the
    rest of the row."""
    rows = Announcement.objects.select_related(*_OF_ANNOUNCEMENT)
    found = rows.in_bulk({mail.announcement_id for mail in mails})
    for mail in mails:
        mail.announcement = found[mail.announcement_id]
    return mails
