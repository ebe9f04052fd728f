"""Sending what is due: one connection to the mail server a turn, each mail recorded at once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from countin.fans.keys import give_key
from countin.messaging import outbox
from countin.messaging.letters import (
    Letter,
    make_message,
    write_confirm_letter,
    write_release_letter,
)
from countin.messaging.mail_keys import give_mail_key
from countin.messaging.models import Mail, MailKind, Reminder
from countin.messaging.pictures import read_small_artwork
from countin.messaging.reminding import ONE_CONFIRMATION_IN
from countin.messaging.replies import Reply, read_reply
from countin.providers.contract import Provider
from countin.visits.links import make_link
from countin.visits.models import Link, LinkKind
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.controllers import Controller

ALARM = "mailbox_closed"
NOT_WANTED = "not wanted any more"
SAME_ADDRESS = "this address got it already"
_BATCH = 20
_LONGEST_TURN = 2.0  # seconds, so that other jobs get theirs


@dataclass(frozen=True)
class Desk:
    """What writing and sending needs besides the mail."""

    providers: Mapping[str, Provider]
    controller: Controller
    base_url: str
    sender: str
    media_root: Path


def send_due_mails(desk: Desk, *, now: datetime) -> int:
    """Send what is due for about two seconds. Returns how many mails were settled.

    Killed between the mail server's yes and our record, a mail goes out once more after its
    claim: SMTP has no way to ask whether it was taken, and a reminder twice is better than
    none.
    """
    done, started = 0, time.monotonic()
    mailbox: BaseEmailBackend = get_connection()
    try:
        while time.monotonic() - started < _LONGEST_TURN:
            mails = outbox.take_due_mails(now=now, at_most=_BATCH)
            if not mails or not _send_batch(mails, desk=desk, mailbox=mailbox, now=now):
                break
            done += len(mails)
    finally:
        mailbox.close()
    return done


def _send_batch(mails: list[Mail], *, desk: Desk, mailbox: BaseEmailBackend, now: datetime) -> bool:
    """False once our mail service is closed: the rest is put back, to wait with the first."""
    for place, mail in enumerate(mails):
        if _is_settled_unsent(mail, now=now):
            continue
        reply, because = _hand_in(mail, desk=desk, mailbox=mailbox, now=now)
        if reply == Reply.CLOSED:
            _put_back(mails[place:], because=because, now=now)
            return False
        _record(mail, reply=reply, because=because, now=now)
    clear_alarm(ALARM, subject="mail", now=now)
    return True


def _is_settled_unsent(mail: Mail, *, now: datetime) -> bool:
    if not outbox.is_still_wanted(mail):
        outbox.record_failed(mail, because=NOT_WANTED, now=now)
    elif outbox.was_sent_to_address(mail):
        outbox.record_failed(mail, because=SAME_ADDRESS, now=now)
    elif written_at := outbox.written_to_today(mail, now=now):
        until = written_at + ONE_CONFIRMATION_IN
        outbox.postpone(mail, until=until, because="one confirmation a day")
    else:
        return False
    return True


def _hand_in(
    mail: Mail, *, desk: Desk, mailbox: BaseEmailBackend, now: datetime
) -> tuple[Reply, str]:
    assert mail.reminder.email is not None
    address = mail.reminder.email.address
    try:
        message = make_message(
            _write_letter(mail, address=address, desk=desk, now=now),
            to=address,
            sender=desk.sender,
            sender_name=desk.controller.name,
        )
        mailbox.send_messages([message])
    except OSError as error:  # smtplib's own errors are OSErrors, too
        return read_reply(error)
    except ValueError:
        # A header that can't be made, of one mail: those behind it must not wait for it.
        return Reply.LATER, "the mail could not be written"
    return Reply.TAKEN, ""


def _write_letter(mail: Mail, *, address: str, desk: Desk, now: datetime) -> Letter:
    provider = desk.providers.get(mail.reminder.provider)
    token = give_mail_key(mail, address=address, now=now)
    if mail.kind == MailKind.CONFIRM:
        return write_confirm_letter(
            mail,
            token=token,
            provider=provider,
            controller=desk.controller,
            base_url=desk.base_url,
        )
    assert mail.reminder.fan is not None
    return write_release_letter(
        mail,
        token=token,
        fan_key=give_key(mail.reminder.fan, now=now),
        link_code=_link_of(mail.reminder, now=now).code,
        provider=provider,
        controller=desk.controller,
        base_url=desk.base_url,
        picture=read_small_artwork(mail.reminder.campaign.release, media_root=desk.media_root),
    )


def _link_of(reminder: Reminder, *, now: datetime) -> Link:
    if reminder.link is None:
        reminder.link = make_link(
            reminder.campaign,
            kind=LinkKind.REMINDER,
            provider=reminder.provider,
            channel=reminder.channel,
            now=now,
        )
        reminder.save(update_fields=["link"])
    return reminder.link


def _record(mail: Mail, *, reply: Reply, because: str, now: datetime) -> None:
    if reply == Reply.TAKEN:
        outbox.record_sent(mail, now=now)
        return
    again_at = outbox.next_try(mail, now=now)
    if reply == Reply.NEVER or again_at is None:
        outbox.record_failed(mail, because=because, now=now)
    else:
        outbox.postpone(mail, until=again_at, because=because)


def _put_back(mails: list[Mail], *, because: str, now: datetime) -> None:
    # Not the fault of any mail: they wait, however long it takes the operator.
    for mail in mails:
        outbox.postpone(mail, until=now + outbox.CLOSED_FOR, because=because)
    raise_alarm(
        ALARM,
        subject="mail",
        words=(
            f"No mail goes out ({because}). Check COUNTIN_SMTP_URL and COUNTIN_MAIL_FROM, "
            "and whether your mail service is up; what waits is sent by itself after that."
        ),
        now=now,
    )
