"""Without a mouse: everything is reached, in the order in which it is read, and seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import (
    PRE_ADD,
    PRE_SAVE,
    REMIND_SPOTIFY,
    connect_spotify,
    wait_for_words,
)
from tests.browser.walking import count_controls, walk, walk_to

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


# A window of 1280 by 1024 at 400 %.
ZOOMED = {
    "viewport": {"width": 320, "height": 256},
    "device_scale_factor": 4,
    "is_mobile": False,
    "has_touch": False,
}


def test_the_landing_page_is_walked_through_in_reading_order(label: House, arrive: Arrive):
    page = arrive(label).open(label.page)

    names = walk(page)

    assert names[:3] == [PRE_SAVE, "Also follow The Held Notes on Spotify", PRE_ADD]
    assert {"Add to calendar", "Share this page", "Privacy notice"} <= set(names)
    assert len(names) == count_controls(page)


def test_a_promise_is_made_and_withdrawn_without_a_mouse_at_400_percent(
    label: House, arrive: Arrive
):
    label.sim.add_fan("lea", country="DE")
    page = arrive(label, **ZOOMED).open(label.page)

    walk_to(page, "Also follow The Held Notes on Spotify")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Account").fill("lea")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You're in.")).to_be_visible()
    walk_to(page, "Your own page")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your own page")).to_be_visible()
    # While the follow is under way, a withdrawal is told that the account is in use.
    wait_for_words(page, "You follow The Held Notes on Spotify.")
    walk_to(page, "Withdraw")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing will be saved.")).to_be_visible()


def test_a_reminder_is_asked_for_without_a_mouse_at_400_percent(keyless: House, arrive: Arrive):
    page = arrive(keyless, **ZOOMED).open(keyless.page)

    walk_to(page, REMIND_SPOTIFY)
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()
    with page.expect_download() as file:
        walk_to(page, "Add to calendar")
        page.keyboard.press("Enter")
    assert file.value.suggested_filename.endswith(".ics")


def test_every_control_of_the_own_page_is_reached(label: House, arrive: Arrive):
    label.sim.add_fan("max", country="DE")
    page = arrive(label).open(label.page)
    connect_spotify(page, fan="max")
    page.get_by_role("link", name="Your own page").click()
    expect(page.get_by_role("heading", name="Your own page")).to_be_visible()

    names = walk(page)

    assert len(names) == count_controls(page)
    assert {"Withdraw", "Disconnect Spotify", "Agree to this"} <= set(names)
    assert "I want everything about me erased" in names
