"""What every visitor does: press a button by its whole name, answer at a service."""

import time

from playwright.sync_api import Page, expect

PRE_SAVE = "Pre-save on Spotify"
PRE_ADD = "Pre-add on Apple Music"
REMIND_SPOTIFY = "Remind me for Spotify"
REMIND_APPLE = "Remind me for Apple Music"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page, *, fan: str, button: str = "Agree") -> None:
    """On a service's own page or in its pop-up."""
    page.get_by_label("Account").fill(fan)
    press(page, button)


def connect_spotify(page: Page, *, fan: str) -> None:
    """From a landing page all the way to the promise."""
    press(page, PRE_SAVE)
    answer(page, fan=fan)
    expect_promise(page, service="Spotify")


def press_at_apple(page: Page, *, fan: str, button: str = "Agree") -> None:
    """From /SLUG/apple through Apple's pop-up."""
    with page.expect_popup() as shown:
        press(page, PRE_ADD)
    with shown.value.expect_event("close"):
        answer(shown.value, fan=fan, button=button)


def expect_promise(page: Page, *, service: str) -> None:
    expect(page.get_by_role("heading", name="You're in.")).to_be_visible()
    expect(page.get_by_text(f"saved to your {service} library on")).to_have_count(1)


def wait_for_words(page: Page, words: str, *, within: float = 40) -> None:
    """Load the page again until it says so: the worker is at it."""
    ends = time.monotonic() + within
    while page.get_by_text(words).count() == 0:
        assert time.monotonic() < ends, f"no {words!r} on {page.url} within {within} s"
        page.wait_for_timeout(200)
        page.reload()
