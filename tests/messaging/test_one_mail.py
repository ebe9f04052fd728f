"""One mail asks for all that waits: what becomes of it when one of its wishes is settled."""

from datetime import timedelta

import pytest

from countin.messaging.lists import ask_list, confirm_list
from countin.messaging.models import ListMembership, Mail
from countin.messaging.reminding import confirm_reminder, withdraw_reminder
from countin.messaging.sending import send_due_mails
from countin.privacy.forgetting import forget_unconfirmed_memberships
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import key_after, text_of

LIST_WORDS = "E-mails about The Held Notes, now and then."
LATER = ASKED_AT + timedelta(hours=1)
TWO_DAYS_ON = ASKED_AT + timedelta(days=2)


@pytest.fixture
def join(campaign):
    """Ask for the list, as its form does."""

    def join_as(fan, *, now=ASKED_AT) -> ListMembership:
        return ask_list(
            campaign.release.artist,
            fan=fan,
            address="ada@example.org",
            words=LIST_WORDS,
            version="1",
            language="en",
            now=now,
        )

    return join_as


def test_a_wish_withdrawn_after_the_mail_went_out_brings_no_second_mail(
    fan, ask, join, desk, mailbox
):
    reminder = ask(fan)
    join(fan)
    send_due_mails(desk, now=ASKED_AT)

    withdraw_reminder(reminder, now=LATER)
    send_due_mails(desk, now=TWO_DAYS_ON)

    assert len(mailbox.taken) == 1
    assert Mail.objects.unsettled().count() == 0


def test_the_mail_that_went_out_still_confirms_the_wish_that_is_left(fan, ask, join, desk, mailbox):
    reminder = ask(fan)
    membership = join(fan)
    send_due_mails(desk, now=ASKED_AT)
    withdraw_reminder(reminder, now=LATER)

    key = key_after(mailbox.taken[0], path="/confirm/")
    confirm_list(key, membership_id=membership.pk, now=LATER)

    assert ListMembership.objects.confirmed().count() == 1


def test_a_wish_withdrawn_before_the_mail_goes_out_leaves_the_other_its_mail(
    fan, ask, join, desk, mailbox
):
    reminder = ask(fan)
    join(fan)

    withdraw_reminder(reminder, now=ASKED_AT)
    send_due_mails(desk, now=ASKED_AT)

    text = text_of(mailbox.taken[0])
    assert len(mailbox.taken) == 1
    assert (LIST_WORDS in text, "Midnight Single" in text) == (True, False)


def test_a_yes_by_an_older_mail_leaves_the_list_its_own(fan, ask, join, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    older = key_after(mailbox.taken[0], path="/confirm/")
    ask(fan, now=TWO_DAYS_ON)
    join(fan, now=TWO_DAYS_ON)

    confirm_reminder(older, now=TWO_DAYS_ON)
    send_due_mails(desk, now=TWO_DAYS_ON)

    assert len(mailbox.taken) == 2
    assert LIST_WORDS in text_of(mailbox.taken[1])


def test_another_address_has_its_own_two_weeks_to_confirm(fan, ask, join, desk, mailbox):
    membership = join(fan)
    send_due_mails(desk, now=ASKED_AT)
    key = key_after(mailbox.taken[0], path="/confirm/")
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)
    changed_at = ASKED_AT + timedelta(days=20)
    ask(fan, address="grace@example.org", now=changed_at)

    left = []
    for now in (changed_at, changed_at + timedelta(days=14)):
        forget_unconfirmed_memberships(before=now - timedelta(days=14), now=now)
        left.append(ListMembership.objects.count())

    assert left == [1, 0]
