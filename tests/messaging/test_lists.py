"""An artist's e-mail list: confirmed by the mailbox's owner, apart from every reminder."""

from datetime import timedelta

import pytest

from countin.campaigns.models import Artist
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.lists import ask_list, confirm_list, leave_list
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import ListMembership, Reminder
from countin.messaging.reminding import confirm_reminder, withdraw_reminder
from countin.messaging.sending import send_due_mails
from countin.messaging.unsubscribing import Ending, unsubscribe
from tests.messaging.conftest import ASKED_AT, WORDS
from tests.messaging.reading import key_after, text_of

LIST_WORDS = "E-mails about The Held Notes, now and then."
ADDRESS = "ada@example.org"


@pytest.fixture
def join(campaign):
    """Ask for the list, as its form does."""

    def join_as(fan, *, address=ADDRESS, now=ASKED_AT, artist=None) -> ListMembership:
        return ask_list(
            artist or campaign.release.artist,
            fan=fan,
            address=address,
            words=LIST_WORDS,
            version="1",
            language="en",
            now=now,
        )

    return join_as


@pytest.fixture
def both(fan, ask, join, desk, mailbox):
    """A reminder and the list, asked for with one address; gives the key in the one mail."""
    ask(fan)
    membership = join(fan)
    send_due_mails(desk, now=ASKED_AT)
    return membership, key_after(mailbox.taken[0], path="/confirm/")


def states():
    """When reminder and list were confirmed."""
    return Reminder.objects.get().confirmed_at, ListMembership.objects.get().confirmed_at


def test_nobody_is_on_a_list_before_the_mailbox_says_yes(fan, join, desk, mailbox):
    membership = join(fan)
    before = ListMembership.objects.confirmed().count()
    send_due_mails(desk, now=ASKED_AT)

    key = key_after(mailbox.taken[0], path="/confirm/")
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    assert (before, ListMembership.objects.confirmed().count()) == (0, 1)
    assert mailbox.recipients == [ADDRESS]


def test_the_words_their_version_and_language_are_kept_as_proof(fan, join):
    consent = join(fan).consent

    assert (consent.words, consent.words_version, consent.language, consent.given_at) == (
        LIST_WORDS,
        "1",
        "en",
        ASKED_AT,
    )


def test_one_mail_names_both_wishes_with_the_words_of_each(both, mailbox):
    text = " ".join(text_of(mailbox.taken[0]).split())

    assert len(mailbox.taken) == 1
    assert "Midnight Single" in text
    assert LIST_WORDS in text


def test_a_yes_to_the_reminder_is_none_to_the_list(both):
    _membership, key = both

    confirm_reminder(key, now=ASKED_AT)

    assert states() == (ASKED_AT, None)


def test_a_yes_to_the_list_is_none_to_the_reminder(both):
    membership, key = both

    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    assert states() == (None, ASKED_AT)


def test_an_address_confirmed_for_a_reminder_is_asked_again_for_a_list(
    fan, confirmed, join, desk, mailbox
):
    confirmed(fan)
    later = ASKED_AT + timedelta(days=1, minutes=1)

    membership = join(fan, now=later)
    send_due_mails(desk, now=later)

    assert membership.confirmed_at is None
    assert "e-mail list of The Held Notes" in mailbox.taken[0]["Subject"]


def test_a_list_asked_for_later_that_day_waits_until_a_day_is_over(
    fan, confirmed, join, desk, mailbox
):
    confirmed(fan)

    join(fan, now=ASKED_AT + timedelta(hours=1))
    send_due_mails(desk, now=ASKED_AT + timedelta(hours=1))
    that_day = len(mailbox.taken)
    send_due_mails(desk, now=ASKED_AT + timedelta(days=1))

    assert (that_day, len(mailbox.taken)) == (0, 1)


def test_pressing_twice_writes_once_and_keeps_one_consent(fan, join, desk, mailbox):
    for minutes in (0, 5):
        join(fan, now=ASKED_AT + timedelta(minutes=minutes))
        send_due_mails(desk, now=ASKED_AT + timedelta(minutes=minutes))

    assert len(mailbox.taken) == 1
    assert (ListMembership.objects.count(), Consent.objects.count()) == (1, 1)


def test_the_key_of_another_mailbox_confirms_no_list(campaign, fan, both, join, desk, mailbox):
    stranger = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
    join(stranger, address="eve@example.org")
    send_due_mails(desk, now=ASKED_AT)
    key = key_after(mailbox.taken[-1], path="/confirm/")
    membership, _own_key = both

    with pytest.raises(UnknownToken):
        confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    assert not ListMembership.objects.confirmed().exists()


def test_another_address_has_to_be_confirmed_anew(fan, both, join):
    membership, key = both
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)
    later = ASKED_AT + timedelta(days=2)

    join(fan, address="ada@elsewhere.example", now=later)

    assert ListMembership.objects.get().confirmed_at is None
    with pytest.raises(UnknownToken):
        confirm_list(key, membership_id=membership.pk, now=later)


def test_leaving_keeps_the_proof_and_no_address(fan, join):
    membership = join(fan)

    leave_list(membership, now=ASKED_AT)

    assert (membership.ended_at, membership.email) == (ASKED_AT, None)
    assert membership.consent.words == LIST_WORDS
    assert EmailAddress.objects.count() == 0


def test_leaving_before_the_mail_went_out_stops_it(fan, join, desk, mailbox):
    leave_list(join(fan), now=ASKED_AT)

    send_due_mails(desk, now=ASKED_AT)

    assert mailbox.taken == []


def test_leaving_the_list_leaves_the_reminder(fan, both):
    membership, key = both
    confirm_reminder(key, now=ASKED_AT)

    leave_list(membership, now=ASKED_AT)

    assert Reminder.objects.owed().count() == 1
    assert EmailAddress.objects.get().address == ADDRESS


def test_withdrawing_the_reminder_leaves_the_list(both):
    membership, key = both
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    withdraw_reminder(Reminder.objects.get(), now=ASKED_AT)

    assert ListMembership.objects.confirmed().count() == 1
    assert EmailAddress.objects.get().address == ADDRESS


def test_who_left_comes_back_by_a_new_consent_and_a_new_yes(fan, both, join):
    membership, key = both
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)
    leave_list(membership, now=ASKED_AT)

    again = join(fan, now=ASKED_AT + timedelta(days=9))

    assert (again.pk, again.confirmed_at, again.ended_at) == (membership.pk, None, None)
    assert again.consent.given_at == ASKED_AT + timedelta(days=9)


@pytest.mark.parametrize(
    ("ending", "reminders", "lists"),
    [(Ending.LISTS, 1, 0), (Ending.REMINDERS, 0, 1), (Ending.EVERYTHING, 0, 0)],
)
def test_unsubscribing_ends_what_was_chosen_and_leaves_the_other(both, ending, reminders, lists):
    membership, key = both
    confirm_reminder(key, now=ASKED_AT)
    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    unsubscribe(key, ending=ending, now=ASKED_AT)

    assert Reminder.objects.owed().count() == reminders
    assert ListMembership.objects.confirmed().count() == lists
    assert EmailAddress.objects.count() == int(bool(reminders or lists))


def test_a_list_of_one_artist_is_none_of_another(campaign, fan, both, join):
    membership, key = both
    other = Artist.objects.create(
        workspace=campaign.workspace, name="Juniper Wharf", handle="juniper-wharf"
    )
    join(fan, artist=other)

    confirm_list(key, membership_id=membership.pk, now=ASKED_AT)

    assert [row.artist.name for row in ListMembership.objects.confirmed()] == ["The Held Notes"]


def test_what_is_no_address_is_refused_and_nothing_is_kept(fan, join):
    with pytest.raises(ValueError, match="no e-mail address"):
        join(fan, address="ada@")

    assert (EmailAddress.objects.count(), Consent.objects.count()) == (0, 0)


def test_the_words_of_the_reminder_are_not_those_of_the_list(both):
    assert {row.words for row in Consent.objects.all()} == {WORDS, LIST_WORDS}
