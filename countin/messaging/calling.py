"""Calling the operator: every alarm goes out once by each way that is set, and once more when its
cause is gone. Nobody has to look at a screen on release night."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from countin.messaging import outgoing
from countin.messaging.call_texts import call_body, call_subject, call_text
from countin.messaging.models import AlarmCall, CallNews, CallWay, NoticeCall
from countin.messaging.webhook_posting import post_signed
from countin.workspaces.models import Alarm

_log = structlog.get_logger("countin.alarms")
# The worker keeps no promise while it waits for an answer: one call at a time, and a way that
# does not answer is left alone for a while with everything that waits for it.
_BATCH = 1
_REST = timedelta(minutes=1)
# An alarm that comes and goes calls once in this long, and not at all if it went by itself.
_PAUSE = timedelta(minutes=15)
# What was raised before the ways were set, or long ago, is in `countin doctor`.
_YOUNG = timedelta(days=1)


@dataclass(frozen=True)
class CallDesk:
    """By which ways the operator is called, and what writing to them needs."""

    mail_to: tuple[str, ...]  # empty: not by mail
    sender: str
    webhook: str  # empty: no webhook
    webhook_key: bytes = field(repr=False)
    base_url: str = ""

    @property
    def ways(self) -> list[CallWay]:
        set_up = {CallWay.MAIL: self.mail_to, CallWay.WEBHOOK: self.webhook}
        return [way for way, address in set_up.items() if address]


def plan_calls(desk: CallDesk, *, now: datetime) -> int:
    """A call for every alarm that has none yet, and for every one whose end is untold. Returns
    how many were planned."""
    planned = 0
    for way in desk.ways:
        called = AlarmCall.objects.filter(way=way)
        raised = Alarm.objects.filter(cleared_at__isnull=True, raised_at__gt=now - _YOUNG)
        for alarm in raised.exclude(pk__in=called.values("alarm")):
            planned += _plan(alarm, way=way, news=CallNews.RAISED, due_at=_due_at(alarm, now=now))
        told = called.filter(news=CallNews.RAISED, sent_at__isnull=False)
        untold = told.filter(alarm__cleared_at__isnull=False).exclude(
            alarm__in=called.filter(news=CallNews.CLEARED).values("alarm")
        )
        for call in untold.select_related("alarm"):
            planned += _plan(call.alarm, way=way, news=CallNews.CLEARED, due_at=now)
    return planned


def send_due_calls(desk: CallDesk, *, now: datetime) -> int:
    """Make the calls that are due. Returns how many were settled or put off."""
    ids = outgoing.claim_due(AlarmCall.objects.filter(way__in=desk.ways), now=now, at_most=_BATCH)
    calls = AlarmCall.objects.filter(pk__in=ids).select_related("alarm")
    for call in calls:
        _make(call, desk=desk, now=now)
    return len(ids)


def _plan(alarm: Alarm, *, way: CallWay, news: CallNews, due_at: datetime) -> int:
    _call, is_new = AlarmCall.objects.get_or_create(
        alarm=alarm, way=way, news=news, defaults={"made_at": due_at, "due_at": due_at}
    )
    return int(is_new)


def _due_at(alarm: Alarm, *, now: datetime) -> datetime:
    before = AlarmCall.objects.filter(
        alarm__kind=alarm.kind, alarm__subject=alarm.subject, sent_at__gt=now - _PAUSE
    ).order_by("-sent_at")
    last = before.values_list("sent_at", flat=True).first()
    return now if last is None else last + _PAUSE


def _make(call: AlarmCall, *, desk: CallDesk, now: datetime) -> None:
    if call.news == CallNews.RAISED and call.alarm.cleared_at is not None:
        outgoing.record_failed(call, because="over before it was due", now=now)
        return
    settle_call(call, way=call.way, because=_send(call, desk=desk, now=now), now=now)


def settle_call(call: AlarmCall | NoticeCall, *, way: str, because: str, now: datetime) -> None:
    """It was taken, or is tried again while everything else by this way rests, too."""
    if not because:
        outgoing.settle(call, sent_at=now)
        return
    _log.warning("the operator could not be called", way=way, because=because)
    again_at = outgoing.next_try(call, now=now)
    if again_at is None:
        outgoing.record_failed(call, because=because, now=now)
    else:
        outgoing.postpone(call, until=again_at, because=because)
    for calls in (AlarmCall.objects, NoticeCall.objects):
        waiting = calls.unsettled().filter(way=way, due_at__lt=now + _REST)
        waiting.update(due_at=now + _REST)


def _send(call: AlarmCall, *, desk: CallDesk, now: datetime) -> str:
    """Empty where it was taken, else why not."""
    if call.way == CallWay.WEBHOOK:
        return post_signed(
            desk.webhook,
            body=call_body(call, base_url=desk.base_url),
            message_id=f"alarm-{call.alarm_id}-{call.news}",
            key=desk.webhook_key,
            now=now,
        )
    return mail_operator(
        desk, subject=call_subject(call), body=call_text(call, base_url=desk.base_url)
    )


def mail_operator(desk: CallDesk, *, subject: str, body: str) -> str:
    """Empty where it was taken, else why not."""
    message = EmailMessage(
        subject=subject, body=body, from_email=desk.sender, to=list(desk.mail_to)
    )
    try:
        message.send()
    except (OSError, AnymailError, ImproperlyConfigured) as error:  # smtplib's are OSErrors
        return type(error).__name__[:60]
    return ""
