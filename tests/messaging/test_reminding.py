from datetime import timedelta

import pytest

from countin.campaigns.models import Sighting
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Mail, MailKey, Reminder
from countin.messaging.reminding import (
    ask_reminder,
    confirm_reminder,
    find_reminder,
    withdraw_reminder,
)
from countin.messaging.sending import send_due_mails
from countin.messaging.unsubscribing import unsubscribe
from countin.presaves.promising import CampaignClosed
from tests.messaging.conftest import ASKED_AT, WORDS
from tests.messaging.reading import key_after, text_of


def test_asking_twice_gives_the_first_reminder_back(campaign, fan):
    asks = [
        ask_reminder(campaign, fan=fan, provider="spotify", market="DE", channel=None, now=ASKED_AT)
        for _ in range(2)
    ]

    assert asks[0].pk == asks[1].pk
    assert Reminder.objects.count() == 1


def test_a_campaign_that_is_over_takes_no_reminder(campaign, fan):
    after = campaign.release.last_moment

    with pytest.raises(CampaignClosed):
        ask_reminder(campaign, fan=fan, provider="spotify", market="DE", channel=None, now=after)


def test_the_exact_words_are_kept_and_a_confirmation_is_due_at_once(fan, ask):
    reminder = ask(fan)

    assert reminder.consent.words == WORDS
    assert reminder.confirmed_at is None
    assert list(Mail.objects.values_list("kind", "due_at")) == [("confirm", ASKED_AT)]


def test_what_is_no_address_is_refused_and_leaves_nothing(fan, ask):
    with pytest.raises(ValueError, match="no e-mail address"):
        ask(fan, address="ada at example")

    assert EmailAddress.objects.count() == 0
    assert Mail.objects.count() == 0
    assert Consent.objects.count() == 0


def test_the_owner_of_the_mailbox_confirms_and_the_market_is_watched(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/confirm/")

    reminder = confirm_reminder(token, now=ASKED_AT + timedelta(hours=1))

    assert reminder.confirmed_at == ASKED_AT + timedelta(hours=1)
    assert list(Sighting.objects.values_list("provider", "market")) == [("spotify", "DE")]


def test_looking_at_the_link_decides_nothing(fan, ask, desk, mailbox):
    reminder = ask(fan)
    send_due_mails(desk, now=ASKED_AT)

    found = find_reminder(key_after(mailbox.taken[0], path="/confirm/"))

    assert found == reminder
    assert found.confirmed_at is None


def test_a_second_tap_on_confirm_changes_nothing(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/confirm/")
    confirm_reminder(token, now=ASKED_AT)

    again = confirm_reminder(token, now=ASKED_AT + timedelta(days=1))

    assert again.confirmed_at == ASKED_AT


def test_a_forged_key_confirms_nothing(fan, ask):
    ask(fan)

    with pytest.raises(UnknownToken):
        confirm_reminder("x" * 43, now=ASKED_AT)


def test_only_hashes_of_keys_are_stored(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)

    token = key_after(mailbox.taken[0], path="/confirm/")

    assert token not in MailKey.objects.get().token_hash
    assert len(MailKey.objects.get().token_hash) == 64


def test_asking_again_within_a_day_writes_no_second_mail(fan, ask, desk, mailbox):
    for hours in range(5):
        ask(fan, now=ASKED_AT + timedelta(hours=hours))
        send_due_mails(desk, now=ASKED_AT + timedelta(hours=hours))

    assert len(mailbox.taken) == 1


def test_asking_again_the_next_day_writes_again_and_the_first_link_stays_good(
    fan, ask, desk, mailbox
):
    for days in range(2):
        ask(fan, now=ASKED_AT + timedelta(days=days))
        send_due_mails(desk, now=ASKED_AT + timedelta(days=days))

    assert len(mailbox.taken) == 2
    first = key_after(mailbox.taken[0], path="/confirm/")
    assert confirm_reminder(first, now=ASKED_AT).confirmed_at == ASKED_AT


def test_many_strangers_typing_one_address_cause_one_mail_a_day(campaign, ask, desk, mailbox):
    for number in range(5):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
        ask(fan, provider=("spotify", "apple_music")[number % 2])
    for hours in range(20):
        send_due_mails(desk, now=ASKED_AT + timedelta(hours=hours))

    assert len(mailbox.taken) == 1


def test_asking_and_withdrawing_in_turn_does_not_get_round_the_limit(fan, ask, desk, mailbox):
    for hours in range(5):
        reminder = ask(fan, now=ASKED_AT + timedelta(hours=hours))
        send_due_mails(desk, now=ASKED_AT + timedelta(hours=hours))
        withdraw_reminder(reminder, now=ASKED_AT + timedelta(hours=hours))

    assert len(mailbox.taken) == 1


def test_one_yes_is_good_for_everything_the_fan_asked(fan, ask, desk, mailbox):
    ask(fan)
    second = ask(fan, provider="apple_music")
    send_due_mails(desk, now=ASKED_AT)

    confirm_reminder(key_after(mailbox.taken[0], path="/confirm/"), now=ASKED_AT)

    second.refresh_from_db()
    assert len(mailbox.taken) == 1
    assert second.confirmed_at == ASKED_AT


def test_an_address_confirmed_before_needs_no_second_mail(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    confirm_reminder(key_after(mailbox.taken[0], path="/confirm/"), now=ASKED_AT)

    second = ask(fan, provider="apple_music", now=ASKED_AT + timedelta(days=2))

    assert second.confirmed_at == ASKED_AT + timedelta(days=2)
    assert send_due_mails(desk, now=ASKED_AT + timedelta(days=2)) == 0


def test_another_address_has_to_be_confirmed_anew(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    confirm_reminder(key_after(mailbox.taken[0], path="/confirm/"), now=ASKED_AT)

    reminder = ask(fan, address="grace@example.org", now=ASKED_AT + timedelta(hours=1))
    send_due_mails(desk, now=ASKED_AT + timedelta(hours=1))

    assert reminder.confirmed_at is None
    assert mailbox.recipients == ["ada@example.org", "grace@example.org"]


def test_withdrawing_deletes_an_address_that_nothing_else_needs(fan, ask):
    reminder = ask(fan)

    withdraw_reminder(reminder, now=ASKED_AT)
    withdraw_reminder(reminder, now=ASKED_AT + timedelta(hours=1))

    assert reminder.withdrawn_at == ASKED_AT
    assert EmailAddress.objects.count() == 0


def test_withdrawing_one_of_two_keeps_the_address(fan, ask):
    first = ask(fan)
    ask(fan, provider="apple_music")

    withdraw_reminder(first, now=ASKED_AT)

    assert EmailAddress.objects.count() == 1


def test_one_click_in_the_mail_ends_all_mail_to_the_address(campaign, fan, ask, desk, mailbox):
    other_fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
    ask(fan)
    other = ask(other_fan)
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/unsubscribe/")

    unsubscribe(token, now=ASKED_AT)
    again = unsubscribe(token, now=ASKED_AT + timedelta(hours=1))

    other.refresh_from_db()
    assert again.reminder is not None
    assert again.reminder.withdrawn_at == ASKED_AT
    assert other.withdrawn_at == ASKED_AT
    assert EmailAddress.objects.count() == 0
    assert send_due_mails(desk, now=ASKED_AT + timedelta(days=2)) == 0


def test_a_withdrawn_reminder_is_not_revived_by_an_old_link(fan, ask, desk, mailbox):
    ask(fan)
    send_due_mails(desk, now=ASKED_AT)
    token = key_after(mailbox.taken[0], path="/confirm/")
    unsubscribe(token, now=ASKED_AT)

    reminder = confirm_reminder(token, now=ASKED_AT + timedelta(hours=1))

    assert (reminder.confirmed_at, reminder.withdrawn_at) == (None, ASKED_AT)


def test_the_confirmation_shows_the_words_and_no_way_to_the_fans_page(fan, ask, desk, mailbox):
    ask(fan)

    send_due_mails(desk, now=ASKED_AT)

    assert WORDS in text_of(mailbox.taken[0])
    assert "/me/" not in mailbox.taken[0].as_string()
