"""What comes back of a mailbox, and what follows."""

from datetime import timedelta

import pytest

from countin.fans.models import EmailAddress
from countin.messaging.mailboxes import Returned, is_struck_off, lift, note_returned, note_taken
from countin.messaging.models import ListMembership, MailboxTrouble, Reminder
from tests.messaging.announcing import add_member, announce, send
from tests.messaging.conftest import ASKED_AT

ADDRESS = "ada@example.org"


@pytest.fixture
def member(campaign) -> ListMembership:
    return add_member(campaign.release.artist, address=ADDRESS, now=ASKED_AT)


@pytest.mark.parametrize("returned", [Returned.HARD, Returned.COMPLAINT])
def test_one_hard_bounce_or_complaint_ends_everything_at_once(
    campaign, member, ask, desk, mailbox, returned
):
    reminder = ask(member.fan, address=ADDRESS)

    struck_off = note_returned("Ada@Example.org", returned=returned, now=ASKED_AT)
    announce(campaign, now=ASKED_AT)
    send(desk, now=ASKED_AT)

    member.refresh_from_db()
    assert struck_off
    assert (member.ended_at, member.email_id) == (ASKED_AT, None)
    assert Reminder.objects.waiting().filter(pk=reminder.pk).count() == 0
    assert EmailAddress.objects.count() == 0
    assert mailbox.recipients == []


def test_no_address_is_kept_of_it(member):
    note_returned(ADDRESS, returned=Returned.HARD, now=ASKED_AT)

    assert ADDRESS not in str(MailboxTrouble.objects.values().get())


def test_soft_bounces_count_only_in_a_row_and_over_two_weeks(member):
    for days in range(4):
        note_returned(ADDRESS, returned=Returned.SOFT, now=ASKED_AT + timedelta(days=days))
    after_four = is_struck_off(ADDRESS)
    note_taken(ADDRESS)
    for days in range(5):
        note_returned(ADDRESS, returned=Returned.SOFT, now=ASKED_AT + timedelta(days=20 + days))
    within_a_week = is_struck_off(ADDRESS)
    note_returned(ADDRESS, returned=Returned.SOFT, now=ASKED_AT + timedelta(days=35))

    assert (after_four, within_a_week, is_struck_off(ADDRESS)) == (False, False, True)


def test_a_mailbox_can_be_let_back(member):
    note_returned(ADDRESS, returned=Returned.COMPLAINT, now=ASKED_AT)

    assert (lift(ADDRESS), is_struck_off(ADDRESS), lift(ADDRESS)) == (True, False, False)
