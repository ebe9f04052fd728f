"""Telling the operator what is done, such as a wave: once by each way that is set."""

from datetime import datetime, timedelta

from countin.messaging import outgoing
from countin.messaging.call_texts import notice_body, notice_subject, notice_text
from countin.messaging.calling import CallDesk, mail_operator, settle_call
from countin.messaging.models import CallWay, NoticeCall
from countin.messaging.webhook_posting import post_signed
from countin.workspaces.models import Notice

# One at a time, as with alarms: the worker keeps no promise while it waits for an answer.
_BATCH = 1
# What was written before the ways were set is no news any more.
_YOUNG = timedelta(days=1)


def plan_notice_calls(desk: CallDesk, *, now: datetime) -> int:
    """A call for every notice of the last day that has none yet. Returns how many were planned."""
    planned = 0
    for way in desk.ways:
        told = NoticeCall.objects.filter(way=way).values("notice")
        for notice in Notice.objects.filter(written_at__gt=now - _YOUNG).exclude(pk__in=told):
            _call, is_new = NoticeCall.objects.get_or_create(
                notice=notice, way=way, defaults={"made_at": now, "due_at": now}
            )
            planned += int(is_new)
    return planned


def send_due_notices(desk: CallDesk, *, now: datetime) -> int:
    """Make the calls that are due. Returns how many were settled or put off."""
    ids = outgoing.claim_due(NoticeCall.objects.filter(way__in=desk.ways), now=now, at_most=_BATCH)
    for call in NoticeCall.objects.filter(pk__in=ids).select_related("notice"):
        settle_call(
            call, way=call.way, because=_send(call.notice, desk=desk, call=call, now=now), now=now
        )
    return len(ids)


def _send(notice: Notice, *, desk: CallDesk, call: NoticeCall, now: datetime) -> str:
    if call.way == CallWay.MAIL:
        text = notice_text(notice, base_url=desk.base_url)
        return mail_operator(desk, subject=notice_subject(notice), body=text)
    return post_signed(
        desk.webhook,
        body=notice_body(notice, base_url=desk.base_url),
        message_id=f"notice-{notice.pk}",
        key=desk.webhook_key,
        now=now,
    )
