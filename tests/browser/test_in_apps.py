"""Inside an app's own browser: the reminder first, the way out, and nothing lost on it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import (
    PRE_ADD,
    PRE_SAVE,
    REMIND_APPLE,
    REMIND_SPOTIFY,
    connect_spotify,
    press,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
INSTAGRAM = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A; wv) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 Instagram 350.0.0.34.94 Android"
)
_FOLLOW = re.compile("^Also follow .* on Spotify$")


def buttons_of(page: Page) -> list[str]:
    return page.get_by_role("button").all_inner_texts()


def test_inside_an_app_the_reminder_stands_first(label: House, arrive: Arrive):
    page = arrive(label, user_agent=INSTAGRAM).open(label.page)

    assert buttons_of(page)[:2] == [REMIND_SPOTIFY, REMIND_APPLE]
    assert {PRE_SAVE, PRE_ADD} <= set(buttons_of(page))
    expect(page.get_by_text("This is the browser inside Instagram.")).to_be_visible()
    look_well(page, "landing-in-app")
    press(page, REMIND_SPOTIFY)
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()


def test_what_was_ticked_goes_along_on_the_way_out(label: House, arrive: Arrive):
    label.sim.add_fan("nia", country="DE")
    inside = arrive(label, user_agent=INSTAGRAM).open(f"{label.page}?via=instagram")
    way_out = inside.get_by_role("link", name="Open in your browser")
    expect(way_out).to_have_attribute("href", re.compile(r"^intent://[^#]*#Intent;.*end$"))

    inside.get_by_role("checkbox", name=_FOLLOW).check()

    expect(way_out).to_have_attribute("href", re.compile(r"&follow=spotify#Intent;"))
    address = inside.get_by_label("Or copy the address").input_value()
    assert address.startswith(f"{label.page}?via=instagram")
    # The visit inside the app is written down within half a second.
    inside.wait_for_timeout(1000)
    outside = arrive(label).open(address)
    expect(outside.get_by_role("checkbox", name=_FOLLOW)).to_be_checked()
    connect_spotify(outside, fan="nia")
    expect(outside.get_by_text(re.compile("You (will )?follow The Held Notes"))).to_be_visible()


def test_no_address_alone_ticks_a_box(label: House, arrive: Arrive):
    page = arrive(label).open(f"{label.page}?follow=spotify")

    expect(page.get_by_role("checkbox", name=_FOLLOW)).not_to_be_checked()


def test_where_everyone_is_reminded_an_app_changes_nothing(keyless: House, arrive: Arrive):
    inside = arrive(keyless, user_agent=INSTAGRAM).open(keyless.page)
    outside = arrive(keyless).open(keyless.page)

    assert buttons_of(inside) == buttons_of(outside)
    expect(inside.get_by_role("link", name="Open in your browser")).to_have_count(0)
