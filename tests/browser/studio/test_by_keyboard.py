"""At a desk without a mouse: from the campaigns to a page that is public, and paused. Whatever has
the focus is in sight and shows it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import REMIND_SPOTIFY
from tests.browser.sizes import DESK
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import day_in
from tests.browser.walking import walk_to

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def test_a_campaign_is_published_and_paused_by_keyboard_alone(
    keyless: House, arrive: Arrive, sit: Sit
):
    page = sit(keyless, DESK).page
    _enter(page, "New campaign")
    _enter(page, "I have none yet")
    for label, text in (("Artist", "Nora Vale"), ("Title", "Without a Mouse")):
        walk_to(page, label)
        page.keyboard.type(text)
    walk_to(page, "Release date")
    year, month, day = day_in(30).split("-")
    page.keyboard.type(f"{month}{day}{year}")
    _enter(page, "Go on")
    walk_to(page, "newsletter")
    page.keyboard.type("310")
    walk_to(page, "Ask fans whether they want to follow, too")
    page.keyboard.press("Space")
    _enter(page, "Publish")

    expect(page.get_by_text("It is public.")).to_be_visible()
    fan = arrive(keyless, **DESK.browser).open("/without-a-mouse")
    expect(fan.get_by_role("button", name=REMIND_SPOTIFY)).to_be_visible()
    _enter(page, "Pause")
    expect(page.get_by_text("What was promised stays promised.")).to_be_visible()


def _enter(page: Page, name: str) -> None:
    """By Tab to a link or button, and to the page it leads to."""
    walk_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
