"""The links in our mails."""

import pytest

from countin import clock
from countin.fans.models import EmailAddress
from countin.messaging.mail_keys import give_mail_key
from countin.messaging.models import Mail, Reminder
from countin.visits.links import make_link
from countin.visits.models import Click, LinkKind
from tests.pages.door import SLUG, Browser, buttons_of, page_of


@pytest.fixture
def key(door, browser, settings) -> str:
    """The key in the mail that asks to confirm."""
    settings.MAIL_IS_SET = True
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    browser.press(f"/{SLUG}/reminder/spotify", address="ada@example.org")
    return give_mail_key(Mail.objects.get(), address="ada@example.org", now=clock.now())


def test_opening_the_link_confirms_nothing(key):
    answer = Browser().look(f"/confirm/{key}")

    assert buttons_of(answer) == ["Yes, remind me"]
    assert "without the button nothing happens" in page_of(answer)
    assert Reminder.objects.get().confirmed_at is None


def test_the_button_behind_it_confirms(key):
    answer = Browser().press(f"/confirm/{key}")

    assert "The reminder is on" in page_of(answer)
    assert "The link in the e-mail ends it." in page_of(answer)
    assert "without the button" not in page_of(answer)
    assert Reminder.objects.get().confirmed_at is not None


def test_opening_the_other_link_ends_nothing(key):
    answer = Browser().look(f"/unsubscribe/{key}")

    assert buttons_of(answer) == ["Unsubscribe"]
    assert EmailAddress.objects.count() == 1


def test_a_mail_service_unsubscribes_in_one_click_without_our_origin(key):
    fields = {"List-Unsubscribe": "One-Click"}

    answer = Browser().press(f"/unsubscribe/{key}", headers={}, **fields)

    assert "Unsubscribed" in page_of(answer)
    assert EmailAddress.objects.count() == 0
    assert Reminder.objects.get().withdrawn_at is not None


def test_confirming_needs_our_own_page(key):
    answer = Browser().press(f"/confirm/{key}", headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert Reminder.objects.get().confirmed_at is None


@pytest.mark.parametrize("path", ["confirm", "unsubscribe"])
def test_a_key_that_nobody_has_is_told_so(door, browser, path):
    answer = browser.press(f"/{path}/{'x' * 43}")

    assert answer.status_code == 404
    assert "This link has ended" in page_of(answer)


def test_the_reminders_link_opens_the_release_and_counts_it(door, browser):
    link = make_link(door.campaign, kind=LinkKind.REMINDER, provider="spotify", now=clock.now())

    answer = browser.look(f"/l/{link.code}")

    assert answer["Location"] == "https://open.spotify.com/album/0MidnightWindowsEP0001"
    assert Click.objects.get().link == link


def test_a_channels_link_leads_to_the_page_and_names_the_channel(door, browser):
    channel = door.campaign.channels.get()
    link = make_link(door.campaign, kind=LinkKind.CHANNEL, channel=channel, now=clock.now())

    answer = browser.look(f"/l/{link.code}")

    assert answer["Location"] == f"/{SLUG}?via=newsletter"
    assert Click.objects.count() == 0


def test_an_unknown_code_is_not_found(door, browser):
    assert browser.look("/l/unknown").status_code == 404
