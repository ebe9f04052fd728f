"""Notifying browsers: once, with the tracked link, and honestly where it can't be done."""

from datetime import timedelta

import pytest
from django.conf import settings

from countin.fans.models import Fan
from countin.messaging.models import Push, PushSubscription, Reminder
from countin.messaging.pushing import send_due_pushes
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.subscribing import ask_by_push, end_push
from countin.messaging.web_push.vapid import VapidKey
from countin.visits.models import Link
from countin.workspaces.models import Alarm
from tests.messaging.conftest import ASKED_AT, SEALER, read


def open_alarms():
    return list(Alarm.objects.filter(cleared_at=None).values_list("kind", flat=True))


def test_a_browser_is_notified_once_with_the_tracked_link(fan, allow, service, release):
    reminder, browser = allow(fan)

    release()
    release()

    code = Link.objects.get().code
    assert service.refused == []
    assert browser.taken == [
        {
            "title": "Out now: “Midnight Single”",
            "body": "by The Held Notes. Tap to open it on Spotify.",
            "address": f"https://presave.example/l/{code}",
            "tag": f"release-{reminder.campaign_id}",
            "lang": "en",
            "dir": "ltr",
        }
    ]


def test_nothing_is_pushed_before_the_moment(fan, allow, service, release, out_at):
    allow(fan)

    release(out_at - timedelta(seconds=1))

    assert service.asked == 0


def test_the_notice_speaks_the_fans_language(campaign, allow, release):
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT, language="ar")
    _reminder, browser = allow(fan)

    release()

    assert (browser.taken[0]["lang"], browser.taken[0]["dir"]) == ("ar", "rtl")


def test_once_pushed_the_browsers_address_and_keys_are_gone(fan, allow, release, out_at):
    allow(fan)

    release()

    assert Reminder.objects.get().pushed_at == out_at
    assert PushSubscription.objects.count() == 0


def test_a_browser_with_two_reminders_is_kept_until_both_are_pushed(fan, allow, service, release):
    _first, browser = allow(fan)
    allow(fan, provider="apple_music", browser=browser)

    release()

    assert len(browser.taken) == 2
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_lets_us_no_more_is_shredded_and_the_calendar_stays(
    fan, allow, service, release, out_at, status
):
    reminder, _browser = allow(fan)
    service.answers = [(status, {})]

    release()
    again = release(out_at + timedelta(hours=1))

    subscription = PushSubscription.objects.get()
    reminder.refresh_from_db()
    assert (subscription.sealed, subscription.gone_at) == (None, out_at)
    assert (reminder.push, reminder.pushed_at, reminder.withdrawn_at) == (None, None, None)
    assert (again, service.asked) == (0, 1)
    assert Push.objects.get().because == f"{status}: the browser lets us no more"


def test_a_busy_push_service_is_asked_again_when_it_says(fan, allow, service, release, out_at):
    _reminder, browser = allow(fan)
    service.answers = [(429, {"Retry-After": "1800"})]

    release()
    release(out_at + timedelta(seconds=1799))
    too_early = service.asked
    release(out_at + timedelta(seconds=1800))

    assert too_early == 1
    assert len(browser.taken) == 1


def test_a_broken_push_service_is_asked_again_later(fan, allow, service, release, out_at):
    _reminder, browser = allow(fan)
    service.answers = [(500, {})]

    release()
    release(out_at + timedelta(seconds=60))

    assert len(browser.taken) == 1


def test_a_push_service_that_is_broken_for_three_days_is_given_up(
    fan, allow, service, release, out_at
):
    allow(fan)
    service.answers = [(503, {})] * 200

    now = out_at
    while Push.objects.filter(failed_at__isnull=True).exists() or now == out_at:
        release(now)
        now = max(now + timedelta(hours=1), Push.objects.get().due_at)

    assert Push.objects.get().because == "503: the push service is busy"
    assert now > out_at + timedelta(hours=72)


def test_one_busy_answer_spares_the_host_the_rest_of_the_turn(campaign, allow, service, release):
    for _number in range(20):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
        allow(fan)
    service.answers = [(429, {"Retry-After": "60"})] * 20

    release()

    # Those under way at once, and none after them.
    assert service.asked == 8
    assert Push.objects.unsettled().count() == 20


def test_a_refused_push_key_keeps_every_push_and_tells_the_operator(
    fan, allow, service, release, out_at
):
    _reminder, browser = allow(fan)
    service.answers = [(403, {})]

    release()
    told = open_alarms()
    release(out_at + timedelta(minutes=10))

    assert told == ["push_refused"]
    assert len(browser.taken) == 1
    assert open_alarms() == []


def test_a_subscription_of_another_key_is_refused_by_its_push_service(fan, allow, service, release):
    allow(fan, browser=service.subscribe(server_key=VapidKey.make().public_text))

    release()

    assert service.refused == ["not the sender this browser allowed"]


def test_a_withdrawn_reminder_pushes_nothing_and_shreds_its_browser(fan, allow, service, release):
    reminder, _browser = allow(fan)

    withdraw_reminder(reminder, now=ASKED_AT)
    release()

    assert service.asked == 0
    assert PushSubscription.objects.count() == 0


def test_a_withdrawal_after_planning_stops_the_push(fan, allow, service, push_desk, out_at):
    reminder, _browser = allow(fan)
    plan_release_mails(providers=settings.PROVIDERS, now=out_at)

    withdraw_reminder(reminder, now=out_at)
    send_due_pushes(push_desk, now=out_at)

    assert service.asked == 0


def test_ending_the_notification_keeps_the_reminder(fan, allow, service, release):
    reminder, _browser = allow(fan)

    end_push(reminder, now=ASKED_AT)
    release()

    kept = Reminder.objects.get()
    assert service.asked == 0
    assert (kept.withdrawn_at, kept.push_allowed_at) == (None, None)
    assert PushSubscription.objects.count() == 0


def test_a_withdrawn_reminder_takes_no_browser(fan, allow, service):
    reminder, browser = allow(fan)
    withdraw_reminder(reminder, now=ASKED_AT)

    with pytest.raises(ValueError, match="withdrawn"):
        ask_by_push(reminder, browser=read(browser), sealer=SEALER, now=ASKED_AT)


def test_a_day_that_moves_away_takes_the_push_along(fan, allow, service, release, campaign, out_at):
    _reminder, browser = allow(fan)
    plan_release_mails(providers=settings.PROVIDERS, now=out_at)
    campaign.release.release_date += timedelta(days=7)
    campaign.release.save()

    release()
    on_the_old_day = service.asked
    service.now = lambda: out_at + timedelta(days=7)
    release(out_at + timedelta(days=7))

    assert on_the_old_day == 0
    assert len(browser.taken) == 1
