"""An artist's announcements as notifications: by a consent of its own, ended with one tap."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from countin.campaigns.models import Channel
from countin.fans.models import Connection, Fan
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.counting import count_pushes
from countin.messaging.announcing.drafting import BadAnnouncement, stop_announcement
from countin.messaging.announcing.notifying import push_announcements
from countin.messaging.announcing.sending import announce_without_mail
from countin.messaging.models import NewsPush, PushSubscription
from countin.messaging.news_pushing import allow_news, end_news
from countin.messaging.subscribing import ask_by_push, end_push
from countin.presaves.models import PreSave
from countin.privacy.erasing import erase_fan
from countin.privacy.exporting import everything_about
from countin.privacy.forgetting import forget_fans
from countin.privacy.forgetting_mail import forget_idle_browsers
from countin.visits.links import link_of_code
from countin.workspaces.models import Alarm
from simulator.push.receiving import PushService
from tests.messaging.announcing import add_member, announce, send
from tests.messaging.conftest import ASKED_AT, PUSH_KEY, SEALER, read

NOON = ASKED_AT
WORDS = "Notifications about The Held Notes in this browser."


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService(now=lambda: NOON) as service:
        yield service


@pytest.fixture
def artist(campaign):
    return campaign.release.artist


@pytest.fixture
def allow(artist, service):
    """A fan ticks the box; gives fan, news and browser."""

    def allow_for(fan=None, browser=None, **of_fan):
        fan = fan or Fan.objects.create(workspace=artist.workspace, created_at=NOON, **of_fan)
        browser = browser or service.subscribe(server_key=PUSH_KEY.public_text)
        news = allow_news(
            artist,
            fan=fan,
            browser=read(browser),
            sealer=SEALER,
            words=WORDS,
            version="1",
            language="en",
            now=NOON,
        )
        return fan, news, browser

    return allow_for


def test_an_announcement_shows_in_each_browser_that_allowed_it_once(
    campaign, allow, desk, push_desk, mailbox
):
    _fan, news, browser = allow()
    announcement = announce(campaign, now=NOON)

    send(desk, now=NOON)
    for _turn in range(2):
        push_announcements(push_desk, now=NOON)

    (notice,) = browser.taken
    link = link_of_code(notice["address"].rpartition("/")[2])
    channel = Channel.objects.get(name=f"push-announcement-{announcement.pk}")
    assert link is not None
    assert (link.channel, channel.reach) == (channel, 1)
    assert notice["title"] == "“Midnight Single” is out on November 27, 2026"
    assert notice["body"].startswith("On November 27, 2026 our next release comes out")
    assert "http" not in notice["body"]
    assert (notice["lang"], notice["tag"]) == ("en", f"announcement-{announcement.pk}")
    assert news.consent.words == WORDS
    assert count_pushes(announcement)["sent"] == 1
    assert mailbox.recipients == []


def test_without_a_mail_service_browsers_hear_of_it_and_no_mail_goes_later(
    campaign, allow, artist, desk, push_desk, mailbox
):
    _fan, _news, browser = allow()
    add_member(artist, address="ada@example.org", now=NOON)
    announcement = announce(campaign, now=NOON, mail_is_set=False)

    for _turn in range(2):
        announce_without_mail(now=NOON)
        push_announcements(push_desk, now=NOON)
    send(desk, now=NOON)  # a mail service was set up meanwhile

    announcement.refresh_from_db()
    assert (len(browser.taken), mailbox.recipients) == (1, [])
    assert announcement.done_at == NOON
    assert not Channel.objects.filter(name__startswith="mail-").exists()


def test_what_was_to_go_by_mail_waits_whole_once_mail_is_gone(campaign, allow, push_desk):
    _fan, _news, browser = allow()
    announcement = announce(campaign, now=NOON)

    announce_without_mail(now=NOON)
    push_announcements(push_desk, now=NOON)

    announcement.refresh_from_db()
    assert (browser.taken, announcement.gathered_at) == ([], None)
    assert Alarm.objects.filter(kind="announcements_held").exists()


def test_what_is_about_a_fans_own_promise_needs_a_mail_service(campaign):
    with pytest.raises(BadAnnouncement, match="COUNTIN_SMTP_URL"):
        announce(campaign, kind=AnnouncementKind.RECONNECT, now=NOON, mail_is_set=False)


def test_the_same_words_go_to_everybody_and_name_nobody(campaign, allow, desk, push_desk):
    first, second = allow(), allow(language="de", territory="DE")
    announce(campaign, now=NOON, text="{link} {own_page} **Hi**")

    send(desk, now=NOON)
    push_announcements(push_desk, now=NOON)

    assert first[2].taken == second[2].taken != []
    assert "/me/" not in json.dumps(first[2].taken)


def test_who_ended_it_since_hears_nothing_and_is_counted(campaign, allow, desk, push_desk):
    _fan, news, browser = allow()
    announcement = announce(campaign, now=NOON)
    send(desk, now=NOON)

    end_news(news, now=NOON)
    push_announcements(push_desk, now=NOON)

    assert browser.taken == []
    assert count_pushes(announcement)["ended_before"] == 1
    assert PushSubscription.objects.count() == 0
    assert news.consent is not None


def test_a_stop_counts_at_once_and_nobody_is_woken(campaign, allow, desk, push_desk):
    awake, asleep = allow(), allow(time_zone="Asia/Tokyo")  # 21:00 there
    announcement = announce(campaign, now=NOON)
    send(desk, now=NOON)
    stop_announcement(announcement, now=NOON)
    push_announcements(push_desk, now=NOON)
    while_stopped = len(awake[2].taken)

    announcement.__class__.objects.update(stopped_at=None)
    push_announcements(push_desk, now=NOON)

    assert (while_stopped, len(awake[2].taken), asleep[2].taken) == (0, 1, [])
    push_announcements(push_desk, now=NOON + timedelta(hours=12))
    assert len(asleep[2].taken) == 1


def test_what_is_about_a_fans_own_promise_goes_by_mail_alone(campaign, allow, desk, push_desk):
    fan, _news, browser = allow()
    promise(campaign, fan=fan, state="needs_fan")

    announcement = announce(campaign, kind=AnnouncementKind.RECONNECT, now=NOON)
    send(desk, now=NOON)

    push_announcements(push_desk, now=NOON)
    assert (browser.taken, count_pushes(announcement)["planned"]) == ([], 0)


def test_the_segment_holds_for_browsers_too(campaign, allow, desk, push_desk):
    eager, waiting = allow(), allow()
    promise(campaign, fan=eager[0], state="promised")

    announce(campaign, kind=AnnouncementKind.REMINDER, now=NOON)
    send(desk, now=NOON)
    push_announcements(push_desk, now=NOON)

    assert (eager[2].taken, len(waiting[2].taken)) == ([], 1)


def test_a_reminder_and_news_share_a_browser_and_end_apart(ask, allow, artist):
    fan, news, browser = allow()
    reminder = ask_by_push(ask(fan), browser=read(browser), sealer=SEALER, now=NOON)

    end_push(reminder, now=NOON)
    kept = PushSubscription.objects.count()
    end_news(news, now=NOON)

    assert (kept, PushSubscription.objects.count()) == (1, 0)


def test_a_browser_that_is_gone_ends_it(campaign, allow, desk, push_desk, service):
    _fan, news, _browser = allow()
    service.answers = [(410, {})]
    announce(campaign, now=NOON)

    send(desk, now=NOON)
    push_announcements(push_desk, now=NOON)

    news.refresh_from_db()
    assert (news.ended_at, news.push) == (NOON, None)


def test_it_is_kept_while_it_stands_told_to_its_fan_and_erased_with_them(allow):
    fan, news, _browser = allow()
    later = NOON + timedelta(days=400)

    forget_idle_browsers(before=later, now=later)
    forget_fans(before=later, now=later)
    told = everything_about(fan)["Artists whose news come to your browser"]
    erase_fan(fan, now=NOON)

    assert [row["Artist"] for row in told] == ["The Held Notes"]
    assert PushSubscription.objects.count() == 0
    news = NewsPush.objects.get(pk=news.pk)
    assert (news.fan, news.push, news.ended_at) == (None, None, NOON)


def promise(campaign, *, fan, state) -> PreSave:
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=fan,
        provider="spotify",
        account_hash=str(fan.pk),
        connected_at=NOON,
    )
    return PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider="spotify",
        state=state,
        promised_at=NOON,
        changed_at=NOON,
    )
