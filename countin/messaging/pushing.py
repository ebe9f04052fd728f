"""Notifying browsers: what is due is written, sealed for each browser, handed to its push
service, and recorded."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from countin.messaging import outgoing
from countin.messaging.links import link_of
from countin.messaging.models import Outgoing, Push, Reminder
from countin.messaging.notices import write_notice
from countin.messaging.subscribing import (
    BrowserStaysSealed,
    forget_unneeded_browser,
    mark_gone,
    open_browser_keys,
)
from countin.messaging.web_push.encrypting import encrypt
from countin.messaging.web_push.posting import Message, Reply, Told, post_all
from countin.messaging.web_push.vapid import VapidKey
from countin.providers.asking import ask
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Opens
from countin.workspaces.journal import Noted, leave_notes

ALARM = "push_refused"
NOT_WANTED = "not wanted any more"
GONE = "the browser lets us no more"
SEALED = "the vault's key does not open it"
_BATCH = 100
_LONGEST_TURN = 2.0  # seconds, so that other jobs get theirs
CLOSED_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class PushDesk:
    """What notifying needs besides the push."""

    providers: Mapping[str, Provider]
    opener: Opens = field(repr=False)
    key: VapidKey
    contact: str  # mailto: or https:, by which a push service reaches the operator
    base_url: str
    lets_loopback: bool


def send_due_pushes(desk: PushDesk, *, now: datetime) -> int:
    """Notify for about two seconds. Returns how many pushes were settled or put off.

    Killed between a push service's yes and our record, a browser is notified once more after
    the claim; the second notice replaces the first.
    """
    done, started = 0, time.monotonic()
    while time.monotonic() - started < _LONGEST_TURN:
        pushes = _take_due_pushes(now=now)
        if not pushes:
            break
        done += len(pushes)
        if not _send_batch(pushes, desk=desk, now=now):
            break
    return done


def _take_due_pushes(*, now: datetime) -> list[Push]:
    ids = outgoing.claim_due(Push.objects.all(), now=now, at_most=_BATCH)
    pushes = Push.objects.filter(pk__in=ids).select_related(
        "reminder__campaign__release__artist",
        "reminder__push",
        "reminder__fan",
        "reminder__link",
        "reminder__channel",
    )
    return list(pushes.order_by("due_at", "pk"))


def _send_batch(pushes: Sequence[Push], *, desk: PushDesk, now: datetime) -> bool:
    """False once our own key is refused: what comes later would be, too."""
    by_number = {push.pk: push for push in pushes}
    messages = [
        message for push in pushes if (message := _write(push, desk=desk, now=now)) is not None
    ]
    answers = ask(post_all(messages, lets_loopback=desk.lets_loopback))
    for told in answers:
        record_push(by_number[told.number], told=told, now=now)
    closed = [told for told in answers if told.reply == Reply.CLOSED]
    if closed:
        tell_operator(closed[0].because, now=now)
    elif any(told.reply == Reply.TAKEN for told in answers):
        clear_alarm(ALARM, subject="push", now=now)
    return not closed


def _write(push: Push, *, desk: PushDesk, now: datetime) -> Message | None:
    reminder = push.reminder
    wanted = Reminder.objects.owed_a_push().filter(pk=reminder.pk)
    if reminder.push is None or not wanted.exists():
        outgoing.record_failed(push, because=NOT_WANTED, now=now)
        return None
    try:
        browser = open_browser_keys(reminder.push, opener=desk.opener)
    except BrowserStaysSealed:
        outgoing.postpone(push, until=now + CLOSED_FOR, because=SEALED)
        return None
    notice = write_notice(
        reminder,
        address=f"{desk.base_url}/l/{link_of(reminder, now=now).code}",
        provider=desk.providers.get(reminder.provider),
    )
    return Message(
        number=push.pk,
        endpoint=browser.endpoint,
        body=encrypt(notice, browser=browser),
        authorization=desk.key.authorization_for(browser.endpoint, contact=desk.contact, now=now),
    )


def record_push(push: Push, *, told: Told, now: datetime) -> None:
    """What its push service said to it."""
    reminder = push.reminder
    if told.reply == Reply.TAKEN:
        with transaction.atomic():
            if outgoing.settle(push, sent_at=now):
                Reminder.objects.filter(pk=reminder.pk).update(pushed_at=now)
                rows = {reminder.pk: reminder.asked_at}
                leave_notes(Noted.REMINDER_PUSHED, rows=rows, now=now)
                forget_unneeded_browser(reminder.push_id, now=now)
    elif told.reply == Reply.GONE:
        outgoing.record_failed(push, because=told.because, now=now)
        mark_gone(filter(None, [reminder.push_id]), now=now)
    elif told.reply == Reply.CLOSED:
        outgoing.postpone(push, until=now + CLOSED_FOR, because=told.because)
    else:
        try_later(push, told=told, now=now)


def try_later(push: Outgoing, *, told: Told, now: datetime) -> None:
    """When time may heal it; given up after three days."""
    again_at = outgoing.next_try(push, now=now)
    if told.reply == Reply.NEVER or again_at is None:
        outgoing.record_failed(push, because=told.because, now=now)
        return
    until = max(again_at, now + (told.after or timedelta(0)))
    outgoing.postpone(push, until=until, because=told.because)


def tell_operator(because: str, *, now: datetime) -> None:
    """No push goes out, and why."""
    raise_alarm(
        ALARM,
        subject="push",
        words=(
            f"Browsers are not notified ({because}). Browsers bind themselves to this "
            "installation's push key: put keys/vapid_private_key back from your backup. What "
            "waits is sent by itself after that."
        ),
        now=now,
    )
