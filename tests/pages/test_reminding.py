"""The reminder: one tap, then a calendar, an e-mail, or both."""

import pytest

from countin.campaigns.models import Campaign, Channel
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.models import Mail, Reminder
from tests.pages.door import SLUG, Browser, buttons_of, page_of

PAGE = f"/{SLUG}/reminder/spotify"


@pytest.fixture
def asked(door, browser: Browser, settings) -> Browser:
    """A browser that has asked for a reminder, where mail can be sent."""
    settings.MAIL_IS_SET = True
    browser.press(
        f"/{SLUG}/remind/spotify", campaign=SLUG, via="newsletter", time_zone="America/New_York"
    )
    return browser


def test_one_tap_notes_the_reminder_with_channel_and_market(asked):
    reminder = Reminder.objects.get()

    assert (reminder.provider, reminder.market) == ("spotify", "US")
    assert reminder.channel == Channel.objects.get()
    assert reminder.email is None


def test_the_next_page_offers_every_calendar_and_an_e_mail(asked, settings):
    answer = asked.look(PAGE)

    text = answer.content.decode()
    host = settings.BASE_URL.removeprefix("http://")
    assert f'href="/{SLUG}/calendar.ics"' in text
    assert f'href="webcal://{host}/{SLUG}/calendar.ics"' in text
    assert "https://calendar.google.com/" in text
    assert "https://outlook.live.com/" in text
    assert buttons_of(answer) == ["Remind me by e-mail", "Notify me in this browser"]


def test_without_a_mailbox_no_address_is_asked_for_nor_taken(asked, settings):
    settings.MAIL_IS_SET = False

    page = asked.look(PAGE)
    asked.press(PAGE, address="ada@example.org")

    assert "E-mail address" not in page_of(page)
    assert EmailAddress.objects.count() == 0


def test_an_address_is_kept_with_the_words_and_asked_to_confirm(asked):
    words = "One e-mail when “Midnight Windows” by The Held Notes is out on Spotify."

    answer = asked.press(PAGE, address="ada@example.org")

    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert EmailAddress.objects.get().confirmed_at is None
    assert Consent.objects.get().words.startswith(words)
    assert Mail.objects.get().kind == "confirm"
    assert "Look into your mailbox" in page_of(asked.look(PAGE))


def test_the_words_beside_the_button_are_those_that_are_kept(asked):
    shown = page_of(asked.look(PAGE))

    asked.press(PAGE, address="ada@example.org")

    assert Consent.objects.get().words in shown


@pytest.mark.parametrize("address", ["", "ada", "ada@", "x" * 400 + "@example.org"])
def test_what_is_no_address_is_told_and_not_shown_again(asked, address):
    answer = asked.press(PAGE, address=address)

    assert answer.status_code == 400
    assert "This is no e-mail address." in page_of(answer)
    assert EmailAddress.objects.count() == 0


def test_the_reminder_page_is_for_who_asked(asked):
    answer = Browser().look(PAGE)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")


def test_reminders_for_two_services_are_one_fan(asked):
    asked.press(f"/{SLUG}/remind/apple_music", campaign=SLUG)

    assert (Fan.objects.count(), Reminder.objects.count()) == (1, 2)


def test_pressing_twice_is_one_reminder(asked):
    asked.press(f"/{SLUG}/remind/spotify", campaign=SLUG)

    assert Reminder.objects.count() == 1


def test_after_release_there_is_nothing_to_be_reminded_of(door, browser):
    door.release_everywhere()

    answer = browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")
    assert Fan.objects.count() == 0


def test_the_calendar_is_a_file_of_its_kind(door, browser):
    answer = browser.look(f"/{SLUG}/calendar.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert "Midnight Windows" in answer.content.decode()


def test_a_campaign_taken_back_is_cancelled_in_calendars_and_gone_as_a_page(asked, door):
    Campaign.objects.filter(pk=door.campaign.pk).update(published_at=None)

    calendar, page = asked.look(f"/{SLUG}/calendar.ics"), asked.look(f"/{SLUG}")

    assert "STATUS:CANCELLED" in calendar.content.decode()
    assert calendar["Cache-Control"] == "no-cache"
    assert page.status_code == 404


def test_a_draft_has_no_calendar(door, browser):
    Campaign.objects.filter(pk=door.campaign.pk).update(published_at=None)

    assert browser.look(f"/{SLUG}/calendar.ics").status_code == 404


def test_no_page_shows_the_address_again(asked):
    asked.press(PAGE, address="ada@example.org")

    shown = page_of(asked.look(PAGE)) + page_of(asked.look(asked.own_page()))

    assert "ada@example.org" not in shown
    assert "a…@example.org" in shown
