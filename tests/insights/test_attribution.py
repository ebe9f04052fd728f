"""Announcements, posts and personal links are channels alike: each with what it brought, its reach
and its interval."""

import pytest

from countin.fans.models import Fan
from countin.insights.report_text import write_text
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.drafting import (
    Words,
    draft_announcement,
    schedule_announcement,
)
from countin.messaging.announcing.gathering import gather_announcements
from countin.messaging.models import NewsPush, PushSubscription
from countin.messaging.outreach import add_contact
from tests.insights.reports import build, plain, promise
from tests.insights.rows import AFTER, BEFORE, make_campaign
from tests.messaging.announcing import add_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    """40 members and 10 browsers were written to, 800 people follow the post, one got a letter."""
    campaign = make_campaign(channels={"instagram": 800})
    artist = campaign.release.artist
    for number in range(40):
        add_member(artist, address=f"fan{number}@example.org", now=BEFORE)
    for number in range(10):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=BEFORE)
        browser = PushSubscription.objects.create(
            fan=fan, endpoint_hash=str(number), host="push.example", made_at=BEFORE
        )
        NewsPush.objects.create(artist=artist, fan=fan, push=browser, allowed_at=BEFORE)
    announcement = draft_announcement(
        artist, kind=AnnouncementKind.ANNOUNCEMENT, campaign=campaign, words=Words(), now=BEFORE
    )
    schedule_announcement(announcement, at=BEFORE, mail_is_set=True, now=BEFORE)
    gather_announcements(now=BEFORE)
    contact = add_contact(campaign, whom="Ben", way="letter", now=BEFORE)
    return campaign, announcement.pk, contact.channel.name


def test_each_channel_of_an_announcement_a_post_and_a_letter_has_its_reach_and_interval(announced):
    campaign, number, letter = announced
    brought = {
        f"mail-announcement-{number}": 8,
        f"push-announcement-{number}": 3,
        "instagram": 4,
        letter: 1,
    }
    for name, times in brought.items():
        promise(campaign, times, channel=name, state="saved")

    report = build(campaign, now=AFTER)

    told = {one.name: one.activation for one in report.channels if one.activation}
    assert {name: (one.successes, one.of) for name, one in told.items()} == {
        f"mail-announcement-{number}": (8, 40),
        f"push-announcement-{number}": (3, 10),
        "instagram": (4, 800),
        letter: (1, 1),
    }
    assert plain(told[f"mail-announcement-{number}"].words) == "20.0 % (10.5 to 34.8 %)"
    assert plain(told[f"push-announcement-{number}"].words) == "30.0 % (10.8 to 60.3 %)"
    text = plain(write_text(report))
    assert all(name in text for name in brought)
    assert "8 of 40" in text
    assert "Ben" not in text


def test_what_brought_nobody_is_shown_with_its_interval_too(announced):
    campaign, number, _letter = announced

    report = build(campaign, now=AFTER)

    (mail,) = [one for one in report.channels if one.name == f"mail-announcement-{number}"]
    rate = mail.activation or mail.reminded  # here no service can be connected
    assert rate is not None
    assert (rate.successes, rate.of) == (0, 40)
