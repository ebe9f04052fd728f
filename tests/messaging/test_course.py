"""A campaign that moves, or ends: who waits for it and is on the list is told, by itself."""

from datetime import timedelta

import pytest

from countin.campaigns.course.ending import end_campaign
from countin.campaigns.models import Campaign
from countin.fans.models import Connection
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.counting import count_announcement
from countin.messaging.announcing.course import SETTLES_IN, count_concerned, follow_courses
from countin.messaging.models import Announcement, AnnouncementMail, Reminder
from countin.presaves.models import PreSave
from tests.messaging.announcing import add_member, send
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, text_of

NOON = ASKED_AT
LATER = NOON + SETTLES_IN + timedelta(minutes=1)


@pytest.fixture
def artist(campaign):
    follow(NOON)  # what stands is known
    return campaign.release.artist


def follow(now, *, mail_is_set=True):
    """One turn of the worker's job."""
    return follow_courses(providers=["spotify", "apple_music"], mail_is_set=mail_is_set, now=now)


def promise(membership, *, campaign, state="promised", reason=""):
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=membership.fan,
        provider="spotify",
        account_hash=f"account {membership.pk}",
        connected_at=NOON,
    )
    return PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider="spotify",
        state=state,
        reason=reason,
        promised_at=NOON,
        changed_at=NOON,
    )


def move(campaign, *, by: timedelta) -> None:
    release = campaign.release
    release.release_date += by
    release.save()


def test_a_moved_date_is_told_once_it_stands_to_those_who_wait_and_are_on_the_list(
    campaign, artist, desk, mailbox
):
    promise(add_member(artist, address="ada@example.org", now=NOON), campaign=campaign)
    reminded = add_member(artist, address="bob@example.org", now=NOON)
    Reminder.objects.create(campaign=campaign, fan=reminded.fan, provider="spotify", asked_at=NOON)
    kept = add_member(artist, address="saved@example.org", now=NOON)
    promise(kept, campaign=campaign, state="saved")
    add_member(artist, address="idle@example.org", now=NOON)

    move(campaign, by=timedelta(days=7))
    at_once = follow(NOON)
    made = follow(LATER)
    send(desk, now=LATER)

    assert (at_once, made, follow(LATER)) == (0, 1, 0)
    assert sorted(mailbox.recipients) == ["ada@example.org", "bob@example.org"]
    told = mailbox.taken[0]
    assert told["Subject"].strip() == "“Midnight Single” now comes out on December 4, 2026"
    assert "/me/" in text_of(told)
    assert "Leave the e-mail list" in html_of(told)
    announcement = Announcement.objects.get(kind=AnnouncementKind.MOVED)
    assert count_announcement(announcement)["sent"] == 2


def test_a_slip_that_is_mended_within_minutes_is_told_to_nobody(campaign, artist):
    promise(add_member(artist, address="ada@example.org", now=NOON), campaign=campaign)
    move(campaign, by=timedelta(days=7))
    follow(NOON)
    move(campaign, by=timedelta(days=-7))

    made = follow(LATER) + follow(LATER + SETTLES_IN)

    assert made == 0


def test_a_second_move_takes_the_place_of_what_had_not_gone_out(campaign, artist, desk, mailbox):
    for number in range(3):
        member = add_member(artist, address=f"fan{number}@example.org", now=NOON)
        promise(member, campaign=campaign)
    move(campaign, by=timedelta(days=7))
    follow(NOON)
    follow(LATER)
    send(desk, now=LATER, per_minute=6)  # one of the three
    move(campaign, by=timedelta(days=7))
    follow(LATER)

    follow(LATER + SETTLES_IN)
    send(desk, now=LATER + SETTLES_IN)

    first, second = Announcement.objects.order_by("pk")
    assert count_announcement(first)["planned"] == 1
    assert first.done_at is not None
    assert count_announcement(second)["sent"] == 3
    assert not AnnouncementMail.objects.unsettled().exists()


def test_an_end_is_told_once_every_promise_is_let_go_of(campaign, artist, desk, mailbox):
    presave = promise(add_member(artist, address="ada@example.org", now=NOON), campaign=campaign)
    end_campaign(campaign, now=NOON)
    before = follow(NOON)
    PreSave.objects.filter(pk=presave.pk).update(state="failed", reason="ended")

    expected = count_concerned(campaign, kind=AnnouncementKind.ENDED, now=NOON)
    after = follow(NOON)
    send(desk, now=NOON)

    assert (before, after, expected, follow(LATER)) == (0, 1, 1, 0)
    assert mailbox.recipients == ["ada@example.org"]
    assert "no reminder comes" in text_of(mailbox.taken[0])


def test_everybody_reads_it_in_their_own_language(campaign, artist, desk, mailbox):
    member = add_member(artist, address="ada@example.org", now=NOON)
    member.language = "de"
    member.save()
    promise(member, campaign=campaign)
    move(campaign, by=timedelta(days=7))
    follow(NOON)

    follow(LATER)
    send(desk, now=LATER)

    assert "4. Dezember 2026" in mailbox.taken[0]["Subject"]
    assert 'lang="de"' in html_of(mailbox.taken[0])
    assert "comes out" not in text_of(mailbox.taken[0])


def test_nobody_is_told_what_happened_before_we_looked_or_where_no_mail_goes(campaign, artist):
    member = add_member(artist, address="ada@example.org", now=NOON)
    promise(member, campaign=campaign, state="failed", reason="ended")
    move(campaign, by=timedelta(days=7))
    follow(NOON, mail_is_set=False)
    follow(LATER, mail_is_set=False)
    Campaign.objects.update(ended_at=NOON)

    made = follow(LATER, mail_is_set=False) + follow(LATER)

    assert made == 0
