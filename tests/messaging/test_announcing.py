"""An announcement: what its readers get, to whom it goes, and that it stops."""

import re
from datetime import timedelta

import pytest

from countin.campaigns.models import Artist, Channel
from countin.fans.models import Connection, EmailAddress, Fan
from countin.messaging.announcement_tables import AnnouncementKind, AnnouncementState
from countin.messaging.announcing.counting import count_announcement
from countin.messaging.announcing.drafting import (
    Words,
    draft_announcement,
    resume_announcement,
    stop_announcement,
)
from countin.messaging.announcing.signed_links import read_link
from countin.messaging.announcing.testing import send_test
from countin.messaging.lists import leave_list
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import AnnouncementMail
from countin.messaging.preferences import leave_artist
from countin.presaves.models import PreSave
from countin.visits.links import link_of_code
from tests.messaging.announcing import SECRET, add_member, announce, desk_for, send
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, key_after, text_of

NOON = ASKED_AT


@pytest.fixture
def artist(campaign):
    return campaign.release.artist


def test_an_announcement_reaches_those_who_confirmed_and_nobody_else(
    campaign, artist, desk, mailbox
):
    add_member(artist, address="ada@example.org", now=NOON)
    unconfirmed = add_member(artist, address="bob@example.org", now=NOON)
    unconfirmed.confirmed_at = None
    unconfirmed.save()
    leave_list(add_member(artist, address="eve@example.org", now=NOON), now=NOON)
    other = Artist.objects.create(workspace=artist.workspace, name="Others", handle="others")
    add_member(other, address="dan@example.org", now=NOON)
    announcement = announce(campaign, now=NOON)

    send(desk, now=NOON)

    announcement.refresh_from_db()
    assert mailbox.recipients == ["ada@example.org"]
    assert announcement.state(NOON) == AnnouncementState.DONE
    assert count_announcement(announcement) == {
        "planned": 1,
        "sent": 1,
        "waiting": 0,
        "left_before": 0,
        "asked_before": 0,
        "refused": 0,
        "maybe_twice": 0,
        "left": 0,
    }


def test_its_mail_has_both_twins_the_list_headers_and_a_link_of_its_own(
    campaign, artist, desk, mailbox
):
    add_member(artist, address="ada@example.org", now=NOON)
    announcement = announce(campaign, now=NOON)

    send(desk, now=NOON)

    message = mailbox.taken[0]
    key = key_after(message, path="/unsubscribe/")
    address = f"https://presave.example/unsubscribe/{key}/preferences"
    link = link_of_code(key_after(message, path="/l/"))
    assert message["Subject"].strip() == "“Midnight Single” is out on November 27, 2026"
    assert message["From"] == "The Held Notes <presave@presave.example>"
    assert message["List-Unsubscribe"].replace("\n", "").strip() == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Reply-To"] == "hello@nightletters.example"
    assert message["List-ID"] == "<held-notes.presave.example>"
    assert message["Message-ID"].startswith(f"<announcement.{announcement.pk}.")
    assert link is not None
    assert link.channel == Channel.objects.get(name=f"mail-announcement-{announcement.pk}")
    assert 'class="press"' in html_of(message)
    for body in (text_of(message), html_of(message)):
        assert "Lindenstraße 5" in body
        assert f"/l/{link.code}" in body
        assert "/midnight-single" not in body


def test_one_mailbox_gets_one_however_many_browsers_joined_with_it(campaign, artist, desk, mailbox):
    for address in ("ada@gmail.com", "Ada@gmail.com", "a.d.a+list@gmail.com"):
        add_member(artist, address=address, now=NOON)
    announce(campaign, now=NOON)

    send(desk, now=NOON)

    assert mailbox.recipients == ["ada@gmail.com"]


def test_leaving_during_the_send_stops_that_fans_mail(campaign, artist, desk, mailbox):
    members = [add_member(artist, address=f"fan{n}@example.org", now=NOON) for n in range(3)]
    announcement = announce(campaign, now=NOON)
    send(desk, now=NOON, per_minute=6)

    leave_artist(members[2], now=NOON)
    for minutes in range(1, 4):
        send(desk, now=NOON + timedelta(minutes=minutes), per_minute=6)

    assert mailbox.recipients == ["fan0@example.org", "fan1@example.org"]
    told = count_announcement(announcement)
    assert (told["sent"], told["left_before"]) == (2, 1)


def test_who_pre_saved_meanwhile_is_not_reminded_to(campaign, artist, desk, mailbox):
    add_member(artist, address="ada@example.org", now=NOON)
    eager = add_member(artist, address="bob@example.org", now=NOON)
    announcement = announce(campaign, kind=AnnouncementKind.REMINDER, now=NOON)
    send(desk, now=NOON, per_minute=6)

    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan_id=eager.fan_id or 0,
        provider="spotify",
        account_hash="b",
        connected_at=NOON,
    )
    PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider="spotify",
        promised_at=NOON,
        changed_at=NOON,
    )
    for minutes in range(1, 3):
        send(desk, now=NOON + timedelta(minutes=minutes), per_minute=6)

    assert mailbox.recipients == ["ada@example.org"]
    assert count_announcement(announcement)["left_before"] == 1


def test_the_pace_holds_and_a_stop_counts_at_once(campaign, artist, desk, mailbox):
    for number in range(30):
        add_member(artist, address=f"fan{number}@example.org", now=NOON)
    announcement = announce(campaign, now=NOON)

    send(desk, now=NOON, per_minute=60)
    send(desk, now=NOON + timedelta(seconds=3), per_minute=60)
    at_first = len(mailbox.recipients)
    stop_announcement(announcement, now=NOON + timedelta(seconds=12))
    send(desk, now=NOON + timedelta(seconds=13), per_minute=6000)
    while_stopped = len(mailbox.recipients)
    resume_announcement(announcement, now=NOON + timedelta(hours=1))
    send(desk, now=NOON + timedelta(hours=1), per_minute=6000)

    assert (at_first, while_stopped, len(set(mailbox.recipients))) == (10, 10, 30)


def test_nobody_is_written_to_in_their_night(campaign, artist, desk, mailbox):
    add_member(artist, address="ada@example.org", now=NOON, zone="Asia/Tokyo")  # 21:00 there
    add_member(artist, address="bob@example.org", now=NOON)
    announce(campaign, now=NOON, time_zone="Europe/Berlin")

    send(desk, now=NOON)
    at_noon = list(mailbox.recipients)
    send(desk, now=NOON + timedelta(hours=12))  # 9:00 in Tokyo

    assert at_noon == ["bob@example.org"]
    assert mailbox.recipients == ["bob@example.org", "ada@example.org"]


def test_who_joins_later_is_not_written_to(campaign, artist, desk, mailbox):
    announce(campaign, now=NOON)
    send(desk, now=NOON)

    add_member(artist, address="late@example.org", now=NOON)
    send(desk, now=NOON + timedelta(minutes=1))

    assert mailbox.recipients == []


def test_an_address_that_is_refused_for_good_is_tried_once(campaign, artist, desk, mailbox):
    add_member(artist, address="gone@example.org", now=NOON)
    mailbox.answers = ["550 5.1.1 no such user"]
    announcement = announce(campaign, now=NOON)

    for hours in range(3):
        send(desk, now=NOON + timedelta(hours=hours))

    assert mailbox.recipients == []
    assert count_announcement(announcement)["refused"] == 1


def test_a_mail_that_time_heals_is_tried_again_under_the_same_id(campaign, artist, desk, mailbox):
    add_member(artist, address="full@example.org", now=NOON)
    mailbox.answers = ["452 4.2.2 mailbox full"]
    announcement = announce(campaign, now=NOON)
    send(desk, now=NOON)
    row = AnnouncementMail.objects.get()

    send(desk, now=NOON + timedelta(minutes=2))

    assert mailbox.recipients == ["full@example.org"]
    assert str(row.pk) in mailbox.taken[0]["Message-ID"]
    assert count_announcement(announcement)["maybe_twice"] == 0


def test_right_to_left_text_keeps_its_direction_and_its_letters(campaign, artist, desk, mailbox):
    add_member(artist, address="ada@example.org", now=NOON)
    Fan.objects.update(language="de")
    announce(
        campaign,
        now=NOON,
        language="ar",
        subject="أغنية جديدة: {title}",
        text="مرحبا **{title}**\n\n[استمع]({link})",
    )

    send(desk, now=NOON)

    message = mailbox.taken[0]
    assert message["Subject"].strip() == "أغنية جديدة: Midnight Single"
    html = html_of(message)
    assert re.search(r'class="card" dir="rtl" role="presentation" lang="ar"', html)
    assert re.search(r'class="foot" dir="ltr" role="presentation" lang="de"', html)
    assert "مرحبا Midnight Single" in text_of(message)
    assert message.get_body(("plain",)).get_content_charset() == "utf-8"


def test_a_test_goes_to_one_address_and_is_counted_nowhere(campaign, artist, desk, mailbox):
    announcement = draft_announcement(
        artist, kind=AnnouncementKind.OUT_NOW, campaign=campaign, words=Words(), now=NOON
    )

    because = send_test(announcement, address="me@example.org", desk=desk_for(desk), now=NOON)

    assert because == ""
    assert mailbox.recipients == ["me@example.org"]
    assert mailbox.taken[0]["Subject"].startswith("[Test] ")
    assert AnnouncementMail.objects.count() == 0
    assert (
        read_link(key_after(mailbox.taken[0], path="/unsubscribe/"), secret_key=SECRET)[1] is None
    )


def test_a_key_is_good_for_its_own_member_and_mailbox_alone(campaign, artist, desk, mailbox):
    member = add_member(artist, address="ada@example.org", now=NOON)
    add_member(artist, address="bob@example.org", now=NOON)
    announce(campaign, now=NOON)
    send(desk, now=NOON)
    # Several go at once: whose arrives first is not given.
    hers = next(one for one in mailbox.taken if "ada@example.org" in one["To"])
    key = key_after(hers, path="/unsubscribe/")
    forged = key.replace(f"-{member.pk:x}-", f"-{member.pk + 1:x}-", 1)

    assert read_link(key, secret_key=SECRET).membership == member
    for wrong in (forged, key[:-1] + "!", "a-b-c", "x" * 40):
        with pytest.raises(UnknownToken):
            read_link(wrong, secret_key=SECRET)
    EmailAddress.objects.filter(address="ada@example.org").update(address="other@example.org")
    with pytest.raises(UnknownToken):
        read_link(key, secret_key=SECRET)
