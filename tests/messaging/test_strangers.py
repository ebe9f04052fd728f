"""Somebody types an address that is not theirs, or one that no mail can carry."""

from datetime import timedelta

import pytest

from countin.fans.models import EmailAddress, Fan
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Mail
from countin.messaging.outbox import take_due_mails
from countin.messaging.reminding import confirm_reminder, withdraw_reminder
from countin.messaging.sending import send_due_mails
from countin.messaging.unsubscribing import unsubscribe
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import key_after

SOON = ASKED_AT + timedelta(minutes=1)


@pytest.fixture
def victim(campaign) -> Fan:
    return Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)


def test_a_key_from_ones_own_mailbox_confirms_no_other_address(fan, ask, desk, mailbox):
    ask(fan, address="mallory@example.org")
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/confirm/")
    reminder = ask(fan, address="victim@example.org", now=SOON)

    with pytest.raises(UnknownToken):
        confirm_reminder(token, now=SOON)

    reminder.refresh_from_db()
    assert reminder.confirmed_at is None
    assert EmailAddress.objects.get().confirmed_at is None


def test_nor_after_withdrawing_in_between(fan, ask, desk, mailbox):
    reminder = ask(fan, address="mallory@example.org")
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/confirm/")
    withdraw_reminder(reminder, now=SOON)
    ask(fan, address="victim@example.org", now=SOON)

    with pytest.raises(UnknownToken):
        confirm_reminder(token, now=SOON)


def test_a_key_from_ones_own_mailbox_ends_no_strangers_reminders(
    fan, ask, desk, mailbox, victim, confirmed
):
    theirs = confirmed(victim, address="victim@example.org")
    ask(fan, address="mallory@example.org")
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/unsubscribe/")
    ask(fan, address="victim@example.org", now=SOON)

    with pytest.raises(UnknownToken):
        unsubscribe(token, now=SOON)

    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_two_addresses_in_turn_do_not_get_round_the_limit(fan, ask, desk, mailbox):
    for minutes in range(0, 10, 2):
        for address, late in (("victim@example.org", 0), ("mallory@example.org", 1)):
            now = ASKED_AT + timedelta(minutes=minutes + late)
            ask(fan, address=address, now=now)
            send_due_mails(desk, now=now)

    assert sorted(mailbox.recipients) == ["mallory@example.org", "victim@example.org"]


def test_an_address_mended_while_its_mail_is_under_way_is_written_to(fan, ask, desk, mailbox):
    ask(fan, address="typo@example.org")
    [under_way] = take_due_mails(now=ASKED_AT, at_most=20)
    ask(fan, address="ada@example.org", now=SOON)
    Mail.objects.filter(pk=under_way.pk, attempts=under_way.attempts).update(sent_at=SOON)

    send_due_mails(desk, now=SOON)

    assert mailbox.recipients == ["ada@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "=?utf-8?q?=0A?=@example.org",
        "ada@\u00ad.org",
        "ada@" + "é" * 60 + ".org",
        '"a@b"@example.org',
        '"\x01"@example.org',
        "ada@[127.0.0.1]",
        "root@localhost",
        "a" * 250 + "@example.org",
    ],
)
def test_an_address_that_no_mail_can_carry_is_refused(fan, ask, address):
    with pytest.raises(ValueError, match="no e-mail address"):
        ask(fan, address=address)

    assert EmailAddress.objects.count() == 0


def test_unusual_addresses_are_taken(fan, ask, desk, mailbox):
    ask(fan, address="o'brien+music=yes@Bücher.example")

    send_due_mails(desk, now=ASKED_AT)

    assert mailbox.recipients == ["o'brien+music=yes@xn--bcher-kva.example"]


def test_a_mail_that_cannot_be_written_keeps_no_other_waiting(fan, ask, desk, mailbox, victim):
    ask(fan)
    EmailAddress.objects.update(address="=?utf-8?q?=0A?=@example.org")
    ask(victim, address="grace@example.org")

    send_due_mails(desk, now=ASKED_AT)

    assert mailbox.recipients == ["grace@example.org"]
    assert Mail.objects.get(reminder__fan=fan).because == "the mail could not be written"


def test_an_address_mended_within_its_mailbox_is_written_to_a_day_later(fan, ask, desk, mailbox):
    ask(fan, address="ada+typo@example.org")
    send_due_mails(desk, now=ASKED_AT)

    ask(fan, address="ada@example.org", now=SOON)
    for late in (timedelta(), timedelta(hours=12), timedelta(days=1, minutes=1)):
        send_due_mails(desk, now=SOON + late)

    assert mailbox.recipients == ["ada+typo@example.org", "ada@example.org"]
