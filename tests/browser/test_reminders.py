"""Reminders in a browser: calendar, mailbox, the two links of a mail, and the ways without."""

from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.mailbox import html_of, link_in
from tests.browser.pressing import (
    PRE_ADD,
    PRE_SAVE,
    REMIND_APPLE,
    REMIND_SPOTIFY,
    answer,
    connect_spotify,
    expect_promise,
    press,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def ask_reminder(page: Page, *, address: str) -> None:
    """From a landing page: Cancel at Spotify is the way there where the button is direct."""
    press(page, PRE_SAVE)
    answer(page, fan="visitor", button="Cancel")
    press(page, REMIND_SPOTIFY)
    page.get_by_label("E-mail address").fill(address)
    press(page, "Remind me by e-mail")
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def ask_elsewhere(label: House, arrive: Arrive, *, slug: str, address: str) -> None:
    """At a service that reminds and links alone, all the way to the confirmed mailbox."""
    page = arrive(label).open(f"{label.base_url}/{slug}")
    button = page.get_by_role("button", name="Remind me for Bandcamp")
    expect(button).not_to_be_visible()
    page.get_by_text("I listen elsewhere").click()
    look_well(page, "elsewhere")
    button.click()
    page.get_by_label("E-mail address").fill(address)
    press(page, "Remind me by e-mail")
    letter = label.mailbox.letter_to(address, about="/confirm/")
    page.goto(link_in(letter, path="/confirm/"))
    press(page, "Yes, remind me")
    expect(page.get_by_role("heading", name="The reminder is on")).to_be_visible()


def look_at_letter(page: Page, letter: EmailMessage, *, name: str) -> None:
    page.set_content(html_of(letter))
    # The landmarks are those of the mail program around it.
    look_well(page, name, without=("landmark-one-main", "region"))


def test_a_confirmed_reminder_opens_the_release_in_one_tap(label: House, arrive: Arrive):
    title = "Slow Tram"
    visitor = arrive(label)
    bandcamp = "theheldnotes.bandcamp.com/track/slow-tram"
    linked = f', bandcamp: "https://{bandcamp}", tidal: "https://tidal.com/track/123"'
    page = visitor.open(label.open_campaign("slow-tram", title=title, release=linked))
    ask_elsewhere(label, arrive, slug="slow-tram", address="bea@example.org")
    ask_reminder(page, address="ada@example.org")
    look_well(page, "reminder-mailbox")

    letter = label.mailbox.letter_to("ada@example.org", about="/confirm/")
    look_at_letter(arrive(label).open("about:blank"), letter, name="letter-confirm")
    page = visitor.open(link_in(letter, path="/confirm/"))
    look_well(page, "mail-confirm")
    press(page, "Yes, remind me")
    expect(page.get_by_role("heading", name="The reminder is on")).to_be_visible()
    look_well(page, "mail-confirmed")
    label.release_soon("slow-tram", title=title)
    letter = label.mailbox.letter_to("ada@example.org", about="Out now", within=60)
    look_at_letter(arrive(label).open("about:blank"), letter, name="letter-out-now")

    album = label.sim.look("releases/slow-tram")["spotify_uri"].rpartition(":")[2]
    with page.expect_request(lambda request: f"/album/{album}" in request.url) as opened:
        page.evaluate("(address) => { location.href = address; }", link_in(letter, path="/l/"))
    assert urlsplit(opened.value.url).hostname == "open.spotify.com"
    letter = label.mailbox.letter_to("bea@example.org", about="Out now", within=60)
    other = arrive(label).open("/healthz")
    with other.expect_request(lambda request: bandcamp in request.url):
        leave = "(address) => { setTimeout(() => { location.href = address; }); }"
        other.evaluate(leave, link_in(letter, path="/l/"))
    page = visitor.open(link_in(letter, path="/unsubscribe/"))
    look_well(page, "mail-unsubscribe")
    press(page, "Unsubscribe")
    expect(page.get_by_role("heading", name="Unsubscribed")).to_be_visible()
    look_well(page, "mail-unsubscribed")


def test_a_slip_in_the_address_is_named_where_it_was_made(label: House, arrive: Arrive):
    page = arrive(label).open(label.page)
    press(page, PRE_SAVE)
    answer(page, fan="visitor", button="Cancel")
    press(page, REMIND_SPOTIFY)
    look_well(page, "reminder")

    page.get_by_label("E-mail address").fill("ada@example")
    press(page, "Remind me by e-mail")

    problem = "This is no e-mail address. Check it for a typing slip."
    expect(page.get_by_role("alert")).to_have_text(problem)
    expect(page.get_by_label("E-mail address")).to_have_accessible_description(problem)
    look_well(page, "reminder-slip")


def test_opening_a_confirmation_alone_confirms_nothing(label: House, arrive: Arrive):
    visitor = arrive(label)
    page = visitor.open(label.page)
    ask_reminder(page, address="scanned@example.org")
    letter = label.mailbox.letter_to("scanned@example.org", about="/confirm/")

    visitor.open(link_in(letter, path="/confirm/"))

    page.reload()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def expect_calendar_only(page: Page, *, moment: str = "") -> None:
    links = {
        name: page.get_by_role("link", name=name, exact=True).get_attribute("href") or ""
        for name in ("Add to calendar", "Subscribe to the calendar", "Google Calendar", "Outlook")
    }
    assert links["Add to calendar"].endswith("/calendar.ics")
    ours = urlsplit(page.url).netloc
    assert links["Subscribe to the calendar"].startswith(f"webcal://{ours}/")
    assert urlsplit(links["Google Calendar"]).hostname == "calendar.google.com"
    assert urlsplit(links["Outlook"]).hostname == "outlook.live.com"
    assert "Midnight Windows" in str(parse_qs(urlsplit(links["Google Calendar"]).query))
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_with_a_development_quota_the_public_is_reminded(newcomer: House, arrive: Arrive):
    page = arrive(newcomer).open(newcomer.page)
    expect(page.get_by_role("button", name=PRE_SAVE)).to_have_count(0)
    follow = page.get_by_role("link", name="Follow The Held Notes on Spotify")
    expect(follow).to_be_visible()
    look_well(page, "landing-development")

    press(page, REMIND_SPOTIFY)

    expect_calendar_only(page)
    look_well(page, "reminder-calendar")


def test_guests_connect_directly_by_their_private_link(newcomer: House, arrive: Arrive):
    newcomer.sim.add_fan("gil", country="DE", allow_listed=True)
    page = arrive(newcomer).open(newcomer.guest_page())

    connect_spotify(page, fan="gil")

    expect_promise(page, service="Spotify")


def test_a_guest_whom_spotify_refuses_is_reminded(newcomer: House, arrive: Arrive):
    newcomer.sim.add_fan("hal", country="DE")
    page = arrive(newcomer).open(newcomer.guest_page())

    press(page, PRE_SAVE)
    answer(page, fan="hal")

    expect(page.get_by_role("heading", name="Your account can't be served here")).to_be_visible()
    look_well(page, "spotify-refused")
    press(page, REMIND_SPOTIFY)
    expect_calendar_only(page)


def test_without_keys_and_mailbox_there_is_the_calendar(keyless: House, arrive: Arrive):
    page = arrive(keyless, java_script_enabled=False).open(keyless.page)
    expect(page.get_by_role("button", name=PRE_SAVE)).to_have_count(0)
    expect(page.get_by_role("button", name=PRE_ADD)).to_have_count(0)
    expect(page.get_by_text("e-mail")).to_have_count(0)

    press(page, REMIND_APPLE)

    expect_calendar_only(page)


def test_an_installation_without_keys_looks_like_any_other(keyless: House, arrive: Arrive):
    page = arrive(keyless).open(keyless.page)

    look_well(page, "landing-keyless")
