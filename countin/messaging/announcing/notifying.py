"""An announcement as a browser shows it: its subject, how it begins, and one tap. It is the same
for everybody, and says nothing about anybody."""

import time
from collections.abc import Sequence
from datetime import datetime

from countin.messaging import outgoing
from countin.messaging.announcing.members import browsers_for
from countin.messaging.announcing.ways import Way, link_by
from countin.messaging.announcing.writing import beginning_of, subject_of
from countin.messaging.languages import direction_of
from countin.messaging.models import Announcement, AnnouncementPush
from countin.messaging.notices import pack_notice
from countin.messaging.pushing import CLOSED_FOR, SEALED, PushDesk, tell_operator, try_later
from countin.messaging.quiet_hours import end_of_quiet
from countin.messaging.subscribing import BrowserStaysSealed, mark_gone, open_browser_keys
from countin.messaging.web_push.encrypting import encrypt
from countin.messaging.web_push.posting import Message, Reply, Told, post_all
from countin.providers.asking import ask

NOT_WANTED = "not wanted any more"
_BATCH = 100
_LONGEST_TURN = 2.0  # seconds, so that other jobs get theirs


def push_announcements(desk: PushDesk, *, now: datetime) -> int:
    """Notify for about two seconds. Returns how many pushes were looked at. Killed between a push
    service's yes and our record, a browser is notified once more; the second replaces the first."""
    done, started = 0, time.monotonic()
    while time.monotonic() - started < _LONGEST_TURN:
        pushes = _take_pushes(now=now)
        if not pushes:
            break
        done += len(pushes)
        if not _push_all(_still_to_go(pushes, now=now), desk=desk, now=now):
            break
    return done


def write_announcement_notice(announcement: Announcement, *, base_url: str, now: datetime) -> bytes:
    """For `/sw.js`."""
    return pack_notice(
        title=subject_of(announcement),
        body=beginning_of(announcement),
        address=link_by(announcement, way=Way.PUSH, base_url=base_url, now=now),
        tag=f"announcement-{announcement.pk}",
        language=announcement.language,
        text_direction=direction_of(announcement.language),
    )


def _take_pushes(*, now: datetime) -> list[AnnouncementPush]:
    going = Announcement.objects.going().filter(scheduled_at__lte=now)
    rows = AnnouncementPush.objects.filter(announcement__in=going.values("pk"))
    ids = outgoing.claim_due(rows, now=now, at_most=_BATCH)
    related = (
        *("announcement__artist", "announcement__campaign__release__artist"),
        *("news__push", "news__fan"),
    )
    pushes = AnnouncementPush.objects.filter(pk__in=ids).select_related(*related)
    return list(pushes.order_by("due_at", "pk"))


def _still_to_go(pushes: Sequence[AnnouncementPush], *, now: datetime) -> list[AnnouncementPush]:
    """Read anew, as mails are: a fan may have ended it since; it may be night where they are."""
    wanted: set[int] = set()
    for announcement in {push.announcement_id: push.announcement for push in pushes}.values():
        ids = [push.news_id for push in pushes if push.announcement_id == announcement.pk]
        allowed = browsers_for(announcement).filter(pk__in=ids)
        wanted.update(allowed.values_list("pk", flat=True))
    going = []
    for push in pushes:
        zone = push.news.fan.time_zone if push.news.fan else ""
        if push.news_id not in wanted:
            outgoing.record_failed(push, because=NOT_WANTED, now=now)
        elif until := end_of_quiet(now, zone=zone or push.announcement.time_zone):
            outgoing.postpone(push, until=until, because="quiet hours")
        else:
            going.append(push)
    return going


def _push_all(pushes: Sequence[AnnouncementPush], *, desk: PushDesk, now: datetime) -> bool:
    """False once our own key is refused: what comes later would be, too."""
    by_number = {push.pk: push for push in pushes}
    notices = {
        one.pk: write_announcement_notice(one, base_url=desk.base_url, now=now)
        for one in {push.announcement_id: push.announcement for push in pushes}.values()
    }
    messages = [
        message
        for push in pushes
        if (message := _seal(push, notice=notices[push.announcement_id], desk=desk, now=now))
    ]
    answers = ask(post_all(messages, lets_loopback=desk.lets_loopback))
    for told in answers:
        _record(by_number[told.number], told=told, now=now)
    closed = [told for told in answers if told.reply == Reply.CLOSED]
    if closed:
        tell_operator(closed[0].because, now=now)
    return not closed


def _seal(
    push: AnnouncementPush, *, notice: bytes, desk: PushDesk, now: datetime
) -> Message | None:
    assert push.news.push is not None
    try:
        browser = open_browser_keys(push.news.push, opener=desk.opener)
    except BrowserStaysSealed:
        outgoing.postpone(push, until=now + CLOSED_FOR, because=SEALED)
        return None
    return Message(
        number=push.pk,
        endpoint=browser.endpoint,
        body=encrypt(notice, browser=browser),
        authorization=desk.key.authorization_for(browser.endpoint, contact=desk.contact, now=now),
    )


def _record(push: AnnouncementPush, *, told: Told, now: datetime) -> None:
    if told.reply == Reply.TAKEN:
        outgoing.settle(push, sent_at=now)
    elif told.reply == Reply.GONE:
        outgoing.record_failed(push, because=told.because, now=now)
        mark_gone(filter(None, [push.news.push_id]), now=now)
    elif told.reply == Reply.CLOSED:
        outgoing.postpone(push, until=now + CLOSED_FOR, because=told.because)
    else:
        try_later(push, told=told, now=now)
