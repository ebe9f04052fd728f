"""Sending what is due: one connection to the mail server a turn, each mail recorded at once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from countin.campaigns.controlling import controller_of, sender_of
from countin.fans.keys import give_key
from countin.messaging import outbox, outgoing
from countin.messaging.confirmations import ONE_CONFIRMATION_IN, artists_of, wishes_of
from countin.messaging.letters import (
    Letter,
    make_message,
    write_confirm_letter,
    write_reconnect_letter,
    write_release_letter,
    write_renewal_letter,
)
from countin.messaging.links import link_of
from countin.messaging.mail_keys import give_mail_key
from countin.messaging.mail_lines import MailLines, open_lines
from countin.messaging.models import RECONNECTS, Mail, MailKind
from countin.messaging.pictures import read_small_artwork
from countin.messaging.reconnecting import ASKED_WITHIN, announced_at
from countin.messaging.renewing import endings_of
from countin.messaging.replies import UNWRITABLE, Reply
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.controllers import Controller

ALARM = "mailbox_closed"
REFUSED_ALARM = "mail_refused"
NOT_WANTED = "not wanted any more"
ANNOUNCED = "asked by an announcement days ago"
SAME_ADDRESS = "this address got it already"
# A mail service's answers that may mean one mail, or our sender.
_MAYBE_OURS = ("400", "422")
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
    with open_lines(lines=1) as mailbox:
        while time.monotonic() - started < _LONGEST_TURN:
            mails = outbox.take_due_mails(now=now, at_most=_BATCH)
            if not mails or not _send_batch(mails, desk=desk, mailbox=mailbox, now=now):
                break
            done += len(mails)
    return done


def _send_batch(mails: list[Mail], *, desk: Desk, mailbox: MailLines, now: datetime) -> bool:
    """False once our mail service is closed: the rest is put back, to wait with the first."""
    for place, mail in enumerate(mails):
        if _is_settled_unsent(mail, desk=desk, now=now):
            continue
        reply, because = _hand_in(mail, desk=desk, mailbox=mailbox, now=now)
        if reply == Reply.CLOSED:
            _put_back(mails[place:], because=because, now=now)
            return False
        _record(mail, reply=reply, because=because, now=now)
    clear_alarm(ALARM, subject="mail", now=now)
    return True


def _is_settled_unsent(mail: Mail, *, desk: Desk, now: datetime) -> bool:
    is_served = mail.ask is None or mail.ask.presave.provider in desk.providers
    if not is_served or not outbox.is_still_wanted(mail):
        outgoing.record_failed(mail, because=NOT_WANTED, now=now)
    elif outbox.was_sent_to_address(mail):
        outgoing.record_failed(mail, because=SAME_ADDRESS, now=now)
    elif until := outbox.held_until(mail, now=now):
        outgoing.postpone(mail, until=until, because="quiet hours, or an outage")
    elif written_at := outbox.written_to_today(mail, now=now):
        until = written_at + ONE_CONFIRMATION_IN
        outgoing.postpone(mail, until=until, because="one confirmation a day")
    elif asked_at := announced_at(mail, now=now):
        _spare_asked(mail, asked_at=asked_at, now=now)
    else:
        return False
    return True


def _spare_asked(mail: Mail, *, asked_at: datetime, now: datetime) -> None:
    """An announcement asked the same days ago: the first mail waits, a second one is not needed."""
    if mail.kind == MailKind.RECONNECT:
        outgoing.postpone(mail, until=asked_at + ASKED_WITHIN, because=ANNOUNCED)
    else:
        outgoing.record_failed(mail, because=ANNOUNCED, now=now)


def _hand_in(mail: Mail, *, desk: Desk, mailbox: MailLines, now: datetime) -> tuple[Reply, str]:
    assert mail.wish.email is not None
    address = mail.wish.email.address
    own = _desk_of(mail, desk=desk)
    try:
        message = make_message(
            _write_letter(mail, address=address, desk=own, now=now),
            to=address,
            sender=own.sender,
            sender_name=own.controller.name,
        )
    except ValueError:
        # A header that can't be made, of one mail: those behind it must not wait for it.
        return Reply.LATER, UNWRITABLE
    answer = mailbox.hand_in_one(message)
    return answer.reply, answer.because


def _desk_of(mail: Mail, *, desk: Desk) -> Desk:
    """Signed by whoever answers for the artist that it is about. A confirmation may be about
    several: where they don't have the same, the installation asks."""
    artists = artists_of(mail)
    return replace(
        desk,
        controller=controller_of(artists, otherwise=desk.controller),
        sender=sender_of(artists, otherwise=desk.sender),
    )


def _write_letter(mail: Mail, *, address: str, desk: Desk, now: datetime) -> Letter:
    token = give_mail_key(mail, address=address, now=now)
    if mail.kind == MailKind.CONFIRM:
        return write_confirm_letter(
            mail,
            wishes=wishes_of(mail.wish.email),
            token=token,
            providers=desk.providers,
            controller=desk.controller,
            base_url=desk.base_url,
        )
    if mail.kind == MailKind.RENEWAL:
        return _write_renewal(mail, token=token, desk=desk, now=now)
    if mail.kind in RECONNECTS:
        return _write_reconnect(mail, token=token, desk=desk, now=now)
    reminder = mail.reminder
    assert reminder is not None
    assert reminder.fan is not None
    return write_release_letter(
        reminder,
        token=token,
        fan_key=give_key(reminder.fan, now=now),
        link_code=link_of(reminder, now=now).code,
        provider=desk.providers.get(reminder.provider),
        controller=desk.controller,
        base_url=desk.base_url,
        picture=read_small_artwork(reminder.campaign.release, media_root=desk.media_root),
    )


def _write_renewal(mail: Mail, *, token: str, desk: Desk, now: datetime) -> Letter:
    membership = mail.membership
    assert membership is not None
    assert membership.fan is not None
    return write_renewal_letter(
        membership,
        endings=endings_of(membership),
        token=token,
        fan_key=give_key(membership.fan, now=now),
        providers=desk.providers,
        controller=desk.controller,
        base_url=desk.base_url,
    )


def _write_reconnect(mail: Mail, *, token: str, desk: Desk, now: datetime) -> Letter:
    ask, membership = mail.ask, mail.membership
    assert ask is not None
    assert membership is not None
    assert membership.fan is not None
    return write_reconnect_letter(
        ask,
        membership=membership,
        token=token,
        fan_key=give_key(membership.fan, now=now),
        provider=desk.providers[ask.presave.provider],
        controller=desk.controller,
        base_url=desk.base_url,
        now=now,
    )


def _record(mail: Mail, *, reply: Reply, because: str, now: datetime) -> None:
    if reply == Reply.TAKEN:
        outbox.record_sent(mail, now=now)
        clear_alarm(REFUSED_ALARM, subject="mail", now=now)
        return
    if because.startswith(_MAYBE_OURS):
        _tell_refused(because, now=now)
    again_at = outgoing.next_try(mail, now=now)
    if reply == Reply.NEVER or again_at is None:
        outgoing.record_failed(mail, because=because, now=now)
    else:
        outgoing.postpone(mail, until=again_at, because=because)


def _put_back(mails: list[Mail], *, because: str, now: datetime) -> None:
    # Not the fault of any mail: they wait, however long it takes the operator.
    for mail in mails:
        outgoing.postpone(mail, until=now + outbox.CLOSED_FOR, because=because)
    raise_alarm(
        ALARM,
        subject="mail",
        words=(
            f"No mail goes out ({because}). Check COUNTIN_MAIL_FROM and COUNTIN_SMTP_URL or the "
            "keys of COUNTIN_MAIL_SERVICE, and whether the service is up; what waits is sent by "
            "itself after that."
        ),
        now=now,
    )


def _tell_refused(because: str, *, now: datetime) -> None:
    raise_alarm(
        REFUSED_ALARM,
        subject="mail",
        words=(
            f"The mail service refuses a mail ({because}). Check there that COUNTIN_MAIL_FROM is "
            "a sender it knows; the mail is tried again for three days."
        ),
        now=now,
    )
