"""An artist's e-mail list on the pages: a form of its own, a box of its own, one press to leave."""

import re

import pytest

from countin import clock
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.mail_keys import give_mail_key
from countin.messaging.models import ListMembership, Mail, Reminder
from tests.pages.door import SLUG, Browser, buttons_of, page_of

ARTIST = "/@the-held-notes"
LIST = f"{ARTIST}/list"
REMINDER = f"/{SLUG}/reminder/spotify"
ADDRESS = "ada@example.org"


@pytest.fixture
def asked(door, browser: Browser, settings) -> Browser:
    """A browser that has asked for a reminder, where mail can be sent."""
    settings.MAIL_IS_SET = True
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    return browser


@pytest.fixture
def listed(door, browser: Browser, settings) -> Browser:
    """A browser that asked for the list, and no more."""
    settings.MAIL_IS_SET = True
    browser.press(LIST, address=ADDRESS)
    return browser


def mail_key() -> str:
    """The key in the one mail that asks to confirm and goes out."""
    return give_mail_key(Mail.objects.unsettled().get(), address=ADDRESS, now=clock.now())


def consents() -> list[str]:
    """How each of the words agreed to begins."""
    return sorted(row.words.partition(" ")[0] for row in Consent.objects.all())


def test_the_artists_page_offers_the_list_apart(door, browser, settings):
    settings.MAIL_IS_SET = True

    answer = browser.look(ARTIST)

    assert "Join the e-mail list" in buttons_of(answer)
    assert f'action="{LIST}"' in answer.content.decode()


def test_without_a_mailbox_there_is_no_list(door, browser, settings):
    settings.MAIL_IS_SET = False

    assert "e-mail list" not in page_of(browser.look(ARTIST))
    assert browser.look(LIST).status_code == 404


def test_the_words_beside_the_button_are_those_that_are_kept(door, browser, settings):
    settings.MAIL_IS_SET = True
    shown = page_of(browser.look(LIST))

    browser.press(LIST, address=ADDRESS)

    consent = Consent.objects.get()
    assert consent.words in shown
    assert (consent.words_version, consent.language) == ("2", "en")


def test_the_list_alone_asks_for_a_yes_from_the_mailbox(listed):
    text = page_of(listed.look(LIST))

    assert "Look into your mailbox" in text
    assert ADDRESS not in text
    assert ListMembership.objects.get().confirmed_at is None
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("address", ["", "ada", "ada@", "x" * 400 + "@example.org"])
def test_what_is_no_address_is_told_beside_the_field_and_keeps_nothing(
    door, browser, settings, address
):
    settings.MAIL_IS_SET = True

    answer = browser.press(LIST, address=address)

    assert answer.status_code == 400
    assert "This is no e-mail address." in page_of(answer)
    assert (EmailAddress.objects.count(), Fan.objects.count()) == (0, 0)


def test_a_mistyped_address_keeps_what_was_typed_and_ticked(asked):
    answer = asked.press(REMINDER, address="ada@example", list="yes")

    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="ada@example"' in html
    assert re.search(r'name="list" value="yes"[^>]* checked', html)


def test_the_box_beside_the_reminder_is_unticked(asked):
    html = asked.look(REMINDER).content.decode()

    assert 'name="list"' in html
    assert not re.search(r'name="list"[^>]* checked', html)


def test_left_unticked_there_is_a_reminder_and_no_list(asked):
    asked.press(REMINDER, address=ADDRESS)

    assert (Reminder.objects.count(), ListMembership.objects.count()) == (1, 0)
    assert consents() == ["One"]


def test_ticked_there_are_two_consents_and_one_mail(asked):
    asked.press(REMINDER, address=ADDRESS, list="yes")

    assert ListMembership.objects.get().confirmed_at is None
    assert consents() == ["E-mails", "One"]
    assert Mail.objects.unsettled().count() == 1


def test_the_confirmation_has_a_button_for_each(asked):
    asked.press(REMINDER, address=ADDRESS, list="yes")
    key, own = mail_key(), Browser()
    before = buttons_of(own.look(f"/confirm/{key}"))

    after_list = own.press(f"/confirm/{key}", list=str(ListMembership.objects.get().pk))

    assert before == ["Yes, remind me", "Yes, put me on the list"]
    assert buttons_of(after_list) == ["Yes, remind me"]
    assert "You are on the e-mail list" in page_of(after_list)
    assert Reminder.objects.get().confirmed_at is None


@pytest.mark.parametrize("pk", ["0", "99999", "x", "9" * 40])
def test_a_made_up_list_is_confirmed_for_nobody(listed, pk):
    Browser().press(f"/confirm/{mail_key()}", list=pk)

    assert ListMembership.objects.get().confirmed_at is None


def test_unsubscribing_from_the_list_leaves_the_reminder(asked):
    asked.press(REMINDER, address=ADDRESS, list="yes")
    key = mail_key()
    Browser().press(f"/confirm/{key}")

    answer = Browser().press(f"/unsubscribe/{key}", headers={}, end="lists")

    assert not ListMembership.objects.standing().exists()
    assert Reminder.objects.owed().count() == 1
    assert "“Midnight Windows” by The Held Notes goes on." in page_of(answer)


def test_the_link_to_confirm_a_list_that_was_left_speaks_of_the_list(listed):
    key = mail_key()
    asked = Browser().look(f"/confirm/{key}").content.decode()

    Browser().press(f"/unsubscribe/{key}", headers={}, **{"List-Unsubscribe": "One-Click"})

    left = Browser().look(f"/confirm/{key}").content.decode()
    assert asked.count("<h1") == left.count("<h1") == 1
    assert "You have left the e-mail list" in left
    assert "reminder" not in left.split("<main")[1].split("</main>")[0]


def test_the_list_is_left_on_its_page_with_one_press(listed):
    listed.press(LIST, leave="yes")

    assert ListMembership.objects.get().ended_at is not None
    assert "Join the e-mail list" in buttons_of(listed.look(LIST))


def test_another_browser_can_leave_nobodys_list(listed):
    Browser().press(LIST, leave="yes")

    assert ListMembership.objects.get().ended_at is None


def test_the_own_page_shows_the_list_and_ends_it(listed):
    page = listed.look(listed.own_page())
    pk = ListMembership.objects.get().pk

    told = listed.press(f"{listed.own_page()}/withdraw", list=str(pk))

    assert "The e-mail list of The Held Notes" in page_of(page)
    assert "Leave the e-mail list" in buttons_of(page)
    after = listed.client.get(told["Location"])
    assert "You left the e-mail list." in page_of(after)
    assert "You left it on" in page_of(after)
    assert "Leave the e-mail list" not in buttons_of(after)


def test_the_own_page_of_another_fan_ends_no_list(listed, door):
    other = Browser()
    other.press(f"/{SLUG}/remind/spotify", campaign=SLUG)

    other.press(f"{other.own_page()}/withdraw", list=str(ListMembership.objects.get().pk))

    assert ListMembership.objects.get().ended_at is None


def test_joining_a_list_keeps_the_browser_remembered_as_long_as_before(asked):
    before = asked.client.cookies["countin_fan"]["max-age"]

    asked.press(LIST, address=ADDRESS)

    assert abs(before - asked.client.cookies["countin_fan"]["max-age"]) <= 5


def test_who_is_on_the_list_is_not_asked_again(listed):
    assert "Join the e-mail list" not in buttons_of(listed.look(ARTIST))
