"""Sending announcements: paced, each reader looked at anew right before their mail goes, a few
mails at once, recorded at once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.messaging.announcing import claiming
from countin.messaging.announcing.gathering import (
    finish_announcements,
    gather_announcements,
    gather_without_mail,
)
from countin.messaging.announcing.printing import Printer
from countin.messaging.announcing.writing import AnnouncingDesk
from countin.messaging.mail_lines import (
    Answer,
    MailLines,
    lines_for,
    next_group,
    open_lines,
)
from countin.messaging.mailboxes import Returned, note_returned
from countin.messaging.models import Announcement, AnnouncementMail
from countin.messaging.outgoing import let_go, next_try, postpone, record_failed, settle_all
from countin.messaging.replies import UNWRITABLE, Reply
from countin.workspaces.alarms import clear_alarm, raise_alarm

ALARM = "announcements_held"
_CLAIM = 256
_LONGEST_TURN = 2.0  # seconds, so that other jobs get theirs
_GATHER_FOR = 0.5
# The pace is kept within each of these, so that a minute's mails don't go in one burst.
_WINDOW = timedelta(seconds=10)
_CLOSED_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class _Turn:
    """What stays the same for two seconds."""

    printer: Printer
    mailbox: MailLines
    lines: int
    ends: float
    now: datetime

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends


def send_announcements(desk: AnnouncingDesk, *, now: datetime) -> int:
    """Gather whom it goes to, send for about two seconds within the pace, and close what is
    done. Returns how many mails were settled.

    Killed between the mail server's yes and our record, the mails that were under way (at most
    64) go out once more after their claim, under the same Message-ID, and count as perhaps twice.
    """
    done, lines = _gather(now=now), lines_for(desk.per_minute)
    with open_lines(lines=lines) as mailbox:
        ends = time.monotonic() + _LONGEST_TURN
        turn = _Turn(Printer(desk, now=now), mailbox, lines=lines, ends=ends, now=now)
        done += _send(turn, room=_room(desk, now=now))
    return done + finish_announcements(now=now)


def announce_without_mail(*, now: datetime) -> int:
    """Where no mail can be sent: browsers and programs hear of what goes by them alone. What was
    to go by mail waits whole, and the operator is told."""
    if Announcement.objects.to_gather(now).filter(by_mail=True).exists():
        _raise_alarm("no mail service is set any more", now=now)
    return gather_without_mail(now=now) + finish_announcements(now=now)


def _gather(*, now: datetime) -> int:
    done, ends = 0, time.monotonic() + _GATHER_FOR
    while time.monotonic() < ends:
        looked_at = gather_announcements(now=now)
        done += looked_at
        if not looked_at:
            break
    return done


def _room(desk: AnnouncingDesk, *, now: datetime) -> int:
    """How many more may go in this window: told by the rows, so that no crash forgets them."""
    most = max(1, int(desk.per_minute * _WINDOW.total_seconds() / 60))
    handed = AnnouncementMail.objects.filter(handed_at__gt=now - _WINDOW).count()
    return max(0, most - handed)


def _send(turn: _Turn, *, room: int) -> int:
    done, size = 0, turn.lines
    while room and not turn.is_over:
        mails = claiming.take_mails(at_most=min(_CLAIM, room), now=turn.now)
        if not mails:
            break
        done, room = done + len(mails), room - len(mails)
        rest, size = _send_claimed(mails, turn=turn, size=size)
        if rest:
            return done - rest
        clear_alarm(ALARM, subject="mail", now=turn.now)
    return done


def _send_claimed(mails: list[AnnouncementMail], *, turn: _Turn, size: int) -> tuple[int, int]:
    """In groups. Returns how many were put back, since the turn is over or our mail service
    closed, and how large a group may be."""
    place = 0
    while place < len(mails):
        if turn.is_over:
            let_go(mails[place:])
            return len(mails) - place, size
        group, began = mails[place : place + size], time.monotonic()
        closed = _send_group(group, turn=turn)
        place += len(group)
        if closed:
            _put_back(mails[place:], because=closed, now=turn.now)
            return len(mails) - place, size
        size = next_group(size, took=time.monotonic() - began, lines=turn.lines)
    return 0, size


def _send_group(group: Sequence[AnnouncementMail], *, turn: _Turn) -> str:
    """Why our mail service takes nothing from us; empty where it does."""
    wanted = claiming.still_to_go(group, now=turn.now)
    printed = []
    for mail in wanted:
        try:
            printed.append((mail, turn.printer.print_mail(mail)))
        except ValueError:
            _record(mail, answer=Answer(Reply.LATER, UNWRITABLE), now=turn.now)
    going = claiming.note_handing([mail for mail, _message in printed], now=turn.now)
    messages = [(mail, message) for mail, message in printed if mail.pk in going]
    if not messages:
        return ""
    answers = turn.mailbox.hand_in([message for _mail, message in messages])
    return _record_all([mail for mail, _message in messages], answers=answers, now=turn.now)


def _record_all(
    mails: Sequence[AnnouncementMail], *, answers: Sequence[Answer | None], now: datetime
) -> str:
    taken, closed = [], ""
    for mail, answer in zip(mails, answers, strict=True):
        if answer is None:
            _put_back([mail], because=closed, now=now)
        elif answer.reply == Reply.TAKEN:
            taken.append(mail)
        elif answer.reply == Reply.CLOSED:
            closed = answer.because
            _put_back([mail], because=closed, now=now)
        else:
            _record(mail, answer=answer, now=now)
        if answer is not None and answer.is_uncertain:
            AnnouncementMail.objects.filter(pk=mail.pk).update(maybe_twice=True)
    if taken:
        settle_all(taken, sent_at=now)
    if closed:
        _raise_alarm(closed, now=now)
    return closed


def _record(mail: AnnouncementMail, *, answer: Answer, now: datetime) -> None:
    if answer.no_mailbox:
        assert mail.membership.email is not None
        note_returned(mail.membership.email.address, returned=Returned.HARD, now=now)
    again_at = next_try(mail, now=now)
    if answer.reply == Reply.NEVER or again_at is None:
        record_failed(mail, because=answer.because, now=now)
    else:
        postpone(mail, until=again_at, because=answer.because)


def _put_back(mails: Sequence[AnnouncementMail], *, because: str, now: datetime) -> None:
    if mails:
        settle_all(mails, due_at=now + _CLOSED_FOR, because=because or "not tried")


def _raise_alarm(because: str, *, now: datetime) -> None:
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
