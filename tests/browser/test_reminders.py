"""Reminders in a browser: calendar, mailbox, the two links of a mail, and the ways without."""

from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_quickly, look_well
from tests.browser.mailbox import html_of, link_in
from tests.browser.pressing import (
    PRE_SAVE,
    REMIND_SPOTIFY,
    answer,
    press,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
# Where one release is at every service that reminds and links, and where it opens there.
LINKED = {
    "YouTube Music": "https://music.youtube.com/watch?v=aSlowTram00",
    "Amazon Music": "https://music.amazon.com/albums/B0SLOWTRAM",
    "Deezer": "https://www.deezer.com/album/302127",
    "Audiomack": "https://audiomack.com/the-held-notes/song/slow-tram",
    "Bandcamp": "https://theheldnotes.bandcamp.com/track/slow-tram",
}


def ask_reminder(page: Page, *, address: str) -> None:
    """From a landing page: Cancel at Spotify is the way there where the button is direct."""
    press(page, PRE_SAVE)
    answer(page, fan="visitor", button="Cancel")
    press(page, REMIND_SPOTIFY)
    page.get_by_label("E-mail address").fill(address)
    press(page, "Remind me by e-mail")
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def ask_elsewhere(label: House, arrive: Arrive, *, slug: str, address: str) -> None:
    """At every service that reminds and links alone; at the last of them, all the way to the
    confirmed mailbox."""
    page = arrive(label).open(f"{label.base_url}/{slug}")
    for name in LINKED:
        button = page.get_by_role("button", name=f"Remind me for {name}")
        expect(button).not_to_be_visible()
        page.get_by_text("I listen elsewhere").click()
        if name == "YouTube Music":
            look_well(page, "elsewhere")
        button.click()
        expect(page.get_by_role("heading", name="How shall we remind you?")).to_be_visible()
        look_quickly(page, f"reminder-{name.lower().replace(' ', '-')}")
        if name != "Bandcamp":
            page.goto(f"{label.base_url}/{slug}")
    page.get_by_label("E-mail address").fill(address)
    press(page, "Remind me by e-mail")
    letter = label.mailbox.letter_to(address, about="/confirm/")
    page.goto(link_in(letter, path="/confirm/"))
    press(page, "Yes, remind me")
    expect(page.get_by_role("heading", name="The reminder is on")).to_be_visible()


def expect_smart_link(label: House, arrive: Arrive, *, slug: str) -> None:
    """It opens at each of them, at the address that the file gave."""
    page = arrive(label).open(f"{label.base_url}/{slug}")
    look_quickly(page, "released-everywhere")
    for name, address in LINKED.items():
        link = page.get_by_role("link", name=f"Open in {name}")
        told = page.request.get(f"{label.base_url}{link.get_attribute('href')}", max_redirects=0)
        assert told.headers["location"] == address


def look_at_letter(page: Page, letter: EmailMessage, *, name: str) -> None:
    page.set_content(html_of(letter))
    # The landmarks are those of the mail program around it.
    look_well(page, name, without=("landmark-one-main", "region"))


def test_a_confirmed_reminder_opens_the_release_in_one_tap(label: House, arrive: Arrive):
    title = "Slow Tram"
    visitor = arrive(label)
    named = {name.lower().replace(" ", "_"): address for name, address in LINKED.items()}
    named |= {"tidal": "tracks:123", "soundcloud": "the-held-notes/slow-tram"}
    linked = "".join(f', {service}: "{address}"' for service, address in named.items())
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
    look_quickly(page, "mail-confirmed")
    label.release_soon("slow-tram", title=title)
    letter = label.mailbox.letter_to("ada@example.org", about="Out now", within=60)
    look_at_letter(arrive(label).open("about:blank"), letter, name="letter-out-now")

    album = label.sim.look("releases/slow-tram")["spotify_uri"].rpartition(":")[2]
    with page.expect_request(lambda request: f"/album/{album}" in request.url) as opened:
        page.evaluate("(address) => { location.href = address; }", link_in(letter, path="/l/"))
    assert urlsplit(opened.value.url).hostname == "open.spotify.com"
    letter = label.mailbox.letter_to("bea@example.org", about="Out now", within=60)
    other = arrive(label).open("/healthz")
    with other.expect_request(lambda request: request.url == LINKED["Bandcamp"]):
        leave = "(address) => { setTimeout(() => { location.href = address; }); }"
        other.evaluate(leave, link_in(letter, path="/l/"))
    expect_smart_link(label, arrive, slug="slow-tram")
    page = visitor.open(link_in(letter, path="/unsubscribe/"))
    look_well(page, "mail-unsubscribe")
    press(page, "Unsubscribe")
    expect(page.get_by_role("heading", name="Unsubscribed")).to_be_visible()
    look_quickly(page, "mail-unsubscribed")


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
    look_quickly(page, "reminder-slip")
