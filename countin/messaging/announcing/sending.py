"""Sending announcements: paced, each mail looked at anew right before it goes, recorded at once."""

import time
from datetime import datetime, timedelta

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from countin.messaging import outgoing
from countin.messaging.announcing.gathering import finish_announcements, gather_announcements
from countin.messaging.announcing.members import members_for
from countin.messaging.announcing.writing import (
    AnnouncingDesk,
    message_id_of,
    signed_by,
    write_announcement,
)
from countin.messaging.letters import make_message
from countin.messaging.mailboxes import Returned, note_returned
from countin.messaging.models import Announcement, AnnouncementMail
from countin.messaging.quiet_hours import end_of_quiet
from countin.messaging.replies import UNWRITABLE, Reply, has_no_mailbox, read_reply
from countin.workspaces.alarms import clear_alarm, raise_alarm

ALARM = "announcements_held"
NOT_WANTED = "not wanted any more"
_BATCH = 20
_LONGEST_TURN = 2.0  # seconds, so that other jobs get theirs
# The pace is kept within each of these, so that a minute's mails don't go in one burst.
_WINDOW = timedelta(seconds=10)
_CLOSED_FOR = timedelta(minutes=2)


def send_announcements(desk: AnnouncingDesk, *, now: datetime) -> int:
    """Gather whom it goes to, send for about two seconds within the pace, and close what is
    done. Returns how many mails were settled.

    Killed between the mail server's yes and our record, the one mail that was under way goes
    out once more after its claim, under the same Message-ID, and counts as perhaps twice.
    """
    done, started = gather_announcements(now=now), time.monotonic()
    mailbox: BaseEmailBackend = get_connection()
    try:
        while time.monotonic() - started < _LONGEST_TURN:
            mails = _take(at_most=min(_BATCH, _room(desk, now=now)), now=now)
            if not mails:
                break
            done += len(mails)
            if not _send_batch(mails, desk=desk, mailbox=mailbox, started=started, now=now):
                break
    finally:
        mailbox.close()
    return done + finish_announcements(now=now)


def _room(desk: AnnouncingDesk, *, now: datetime) -> int:
    """How many more may go in this window: told by the rows, so that no crash forgets them."""
    most = max(1, int(desk.per_minute * _WINDOW.total_seconds() / 60))
    handed = AnnouncementMail.objects.filter(handed_at__gt=now - _WINDOW).count()
    return max(0, most - handed)


def _take(*, at_most: int, now: datetime) -> list[AnnouncementMail]:
    if not at_most:
        return []
    ids: list[int] = []
    # One announcement after the other: an index then gives the next ones without looking at all.
    begun = Announcement.objects.going().filter(scheduled_at__lte=now, gathered_to__gt=0)
    for number in begun.order_by("scheduled_at", "pk").values_list("pk", flat=True):
        rows = AnnouncementMail.objects.filter(announcement=number)
        ids += outgoing.claim_due(rows, now=now, at_most=at_most - len(ids))
        if len(ids) == at_most:
            break
    related = (
        "announcement__artist",
        "announcement__campaign__release__artist",
        "announcement__channel__campaign",
        "membership__email",
        "membership__fan",
        "membership__consent",
    )
    mails = AnnouncementMail.objects.filter(pk__in=ids).select_related(*related)
    return list(mails.order_by("due_at", "pk"))


def _send_batch(
    mails: list[AnnouncementMail],
    *,
    desk: AnnouncingDesk,
    mailbox: BaseEmailBackend,
    started: float,
    now: datetime,
) -> bool:
    """False once our mail service is closed, or the turn is over: the rest is put back."""
    for place, mail in enumerate(mails):
        if place and time.monotonic() - started >= _LONGEST_TURN:
            _let_go(mails[place:])
            return False
        if not _is_to_go(mail, now=now):
            continue
        reply, because = _hand_in(mail, desk=desk, mailbox=mailbox, now=now)
        if reply == Reply.CLOSED:
            _put_back(mails[place:], because=because, now=now)
            return False
        _record(mail, reply=reply, because=because, now=now)
    clear_alarm(ALARM, subject="mail", now=now)
    return True


def _is_to_go(mail: AnnouncementMail, *, now: datetime) -> bool:
    """Read anew: since it was gathered the fan may have left, or pre-saved what a reminder is
    about; or the artist stopped it."""
    members = members_for(mail.announcement, now=now)
    if not members.filter(pk=mail.membership_id).exists():
        outgoing.record_failed(mail, because=NOT_WANTED, now=now)
        return False
    zone = mail.membership.fan.time_zone if mail.membership.fan else ""
    if until := end_of_quiet(now, zone=zone or mail.announcement.time_zone):
        outgoing.postpone(mail, until=until, because="quiet hours")
        return False
    return _note_handing(mail, now=now)


def _note_handing(mail: AnnouncementMail, *, now: datetime) -> bool:
    """Before it goes: a kill from here on leaves a try without an answer. False: it was stopped,
    or the claim is lost."""
    mine = AnnouncementMail.objects.unsettled().filter(
        pk=mail.pk, attempts=mail.attempts, announcement__stopped_at__isnull=True
    )
    unanswered = mail.handed_at is not None and not mail.because
    changed = {"maybe_twice": True} if unanswered else {}
    if mine.update(handed_at=now, because="", **changed) == 1:
        return True
    _let_go([mail])
    return False


def _hand_in(
    mail: AnnouncementMail, *, desk: AnnouncingDesk, mailbox: BaseEmailBackend, now: datetime
) -> tuple[Reply, str]:
    membership = mail.membership
    assert membership.email is not None
    address = membership.email.address
    desk = signed_by(desk, announcement=mail.announcement)
    try:
        letter = write_announcement(
            mail.announcement, membership=membership, address=address, desk=desk, now=now
        )
        message = make_message(
            letter, to=address, sender=desk.desk.sender, sender_name=desk.desk.controller.name
        )
        message.extra_headers["Message-ID"] = message_id_of(mail, sender=desk.desk.sender)
        mailbox.send_messages([message])
    except (OSError, AnymailError, ImproperlyConfigured) as error:  # smtplib's are OSErrors
        if has_no_mailbox(error):
            note_returned(address, returned=Returned.HARD, now=now)
        return read_reply(error)
    except ValueError:
        return Reply.LATER, UNWRITABLE
    return Reply.TAKEN, ""


def _record(mail: AnnouncementMail, *, reply: Reply, because: str, now: datetime) -> None:
    if reply == Reply.TAKEN:
        outgoing.settle(mail, sent_at=now)
        return
    again_at = outgoing.next_try(mail, now=now)
    if reply == Reply.NEVER or again_at is None:
        outgoing.record_failed(mail, because=because, now=now)
    else:
        outgoing.postpone(mail, until=again_at, because=because)


def _let_go(mails: list[AnnouncementMail]) -> None:
    """Claimed and not handed in: free again, as if never claimed."""
    ids = [mail.pk for mail in mails]
    free = AnnouncementMail.objects.unsettled().filter(pk__in=ids)
    free.update(claimed_until=None, attempts=F("attempts") + 1)


def _put_back(mails: list[AnnouncementMail], *, because: str, now: datetime) -> None:
    for mail in mails:
        outgoing.postpone(mail, until=now + _CLOSED_FOR, because=because)
    raise_alarm(
        ALARM,
        subject="mail",
        words=(
            f"No announcement goes out ({because}). Check COUNTIN_MAIL_FROM and COUNTIN_SMTP_URL "
            "or the keys of COUNTIN_MAIL_SERVICE, and whether the service is up; what waits is "
            "sent by itself after that."
        ),
        now=now,
    )
