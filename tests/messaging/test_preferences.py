"""The page behind an announcement's links: scanners open it, fans and mail services press."""

from datetime import timedelta

import pytest
from django.test import Client

from countin import clock
from countin.campaigns.models import Artist
from countin.fans.models import EmailAddress
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.drafting import Words, draft_announcement
from countin.messaging.announcing.members import members_for
from countin.messaging.announcing.signed_links import sign_link
from countin.messaging.models import ListMembership, NewsPush, PushSubscription
from tests.messaging.announcing import add_member
from tests.messaging.conftest import ASKED_AT

ADDRESS = "ada@example.org"


@pytest.fixture
def member(campaign) -> ListMembership:
    return add_member(campaign.release.artist, address=ADDRESS, now=ASKED_AT)


@pytest.fixture
def announcement(campaign):
    return draft_announcement(
        campaign.release.artist,
        kind=AnnouncementKind.EVE,
        campaign=campaign,
        words=Words(),
        now=ASKED_AT,
    )


@pytest.fixture
def page(announcement, member, settings) -> str:
    key = sign_link(
        announcement, membership=member, address=ADDRESS, secret_key=settings.SECRET_KEY
    )
    return f"/unsubscribe/{key}/preferences"


def test_opening_the_page_changes_nothing(page, member):
    answer = Client().get(page)

    member.refresh_from_db()
    assert (answer.status_code, member.ended_at) == (200, None)
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "The Held Notes" in answer.content.decode()


def test_a_mail_service_unsubscribes_with_one_post_from_nowhere(page, member, announcement):
    answer = Client().post(
        page, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    member.refresh_from_db()
    announcement.refresh_from_db()
    assert answer.status_code == 200
    assert member.ended_at is not None
    assert EmailAddress.objects.count() == 0
    assert announcement.left == 1


def test_a_second_post_changes_and_counts_nothing(page, announcement):
    Client().post(page, {"List-Unsubscribe": "One-Click"})
    answer = Client().post(page, {"List-Unsubscribe": "One-Click"})

    announcement.refresh_from_db()
    assert (answer.status_code, announcement.left) == (200, 1)


def test_whoever_asked_in_two_browsers_leaves_with_both(campaign, page):
    add_member(campaign.release.artist, address=ADDRESS.upper(), now=ASKED_AT)

    Client().post(page, {"List-Unsubscribe": "One-Click"})

    assert ListMembership.objects.standing().count() == 0


def test_another_artists_list_goes_on_until_its_own_button_is_pressed(campaign, page, member):
    other = Artist.objects.create(
        workspace=campaign.workspace, name="Slow Ferries", handle="slow-ferries"
    )
    second = add_member(other, address=ADDRESS, now=ASKED_AT)

    shown = Client().get(page).content.decode()
    Client().post(page, {"list": str(second.pk)})

    member.refresh_from_db()
    second.refresh_from_db()
    assert "Leave the list of Slow Ferries" in shown
    assert (member.ended_at is None, second.ended_at is None) == (True, False)


def test_what_was_chosen_holds(page, member, announcement):
    answer = Client().post(
        page, {"end": "choose", "kind": ["out_now", "news"], "language": "de", "pause": ""}
    )

    member.refresh_from_db()
    assert member.language == "de"
    assert "Diese Wahl speichern" in answer.content.decode()
    assert members_for(announcement, now=ASKED_AT).count() == 0
    announcement.kind = AnnouncementKind.OUT_NOW
    assert members_for(announcement, now=ASKED_AT).count() == 1
    announcement.kind = AnnouncementKind.RECONNECT
    assert members_for(announcement, now=ASKED_AT).count() == 1


def test_a_pause_ends_by_itself(page, announcement):
    Client().post(page, {"end": "choose", "kind": ["eve"], "pause": "30"})

    now = clock.now()
    assert members_for(announcement, now=now).count() == 0
    assert members_for(announcement, now=now + timedelta(days=31)).count() == 1


def test_news_in_a_browser_is_seen_and_ended_there_apart_from_the_list(page, member, campaign):
    news = _take_news(member.fan, artist=campaign.release.artist)
    elsewhere = add_member(campaign.release.artist, address="lou@example.org", now=ASKED_AT)
    others = _take_news(elsewhere.fan, artist=campaign.release.artist)

    Client().post(page, {"List-Unsubscribe": "One-Click"})
    shown = Client().get(page).content.decode()
    after = Client().post(page, {"end": "news"}).content.decode()

    news.refresh_from_db()
    others.refresh_from_db()
    assert ("End the notifications" in shown, "End the notifications" in after) == (True, False)
    assert (news.ended_at is None, others.ended_at is None) == (False, True)


@pytest.mark.parametrize("key", ["x" * 30, "1-1-abcdef01-" + "a" * 22, "zz-zz-zz-" + "b" * 22])
def test_a_key_of_nobody_is_told_so(db, key):
    answer = Client().post(f"/unsubscribe/{key}/preferences")

    assert answer.status_code == 404
    assert "This link has ended" in answer.content.decode()


def _take_news(fan, *, artist) -> NewsPush:
    push = PushSubscription.objects.create(
        fan=fan, endpoint_hash="0" * 64, host="push.example", made_at=ASKED_AT
    )
    return NewsPush.objects.create(artist=artist, fan=fan, push=push, allowed_at=ASKED_AT)
