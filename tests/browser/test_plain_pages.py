"""Pages that promise nothing, or a reminder alone: each is honest about why, and names the next
step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.calendar_page import expect_calendar_only
from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import PRE_ADD, PRE_SAVE, REMIND_APPLE, press

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def test_the_landing_page_is_in_order(label: House, arrive: Arrive):
    page = arrive(label).open(f"{label.page}?via=newsletter")

    expect(page.get_by_role("heading", level=1, name="Midnight Windows")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\bEP, out\b"))).to_be_visible()
    look_well(page, "landing")


def test_the_privacy_notice_is_one_tap_away(label: House, arrive: Arrive):
    page = arrive(label).open(label.page)

    page.get_by_role("link", name="Privacy").click()

    expect(page.get_by_role("heading", level=1, name="Privacy")).to_be_visible()
    look_well(page, "privacy")


def test_the_front_lists_nothing(label: House, arrive: Arrive):
    page = arrive(label).open("/")

    expect(page.get_by_text("Midnight Windows")).to_have_count(0)
    look_well(page, "front")


def test_a_paused_campaign_takes_no_promise(keyless: House, arrive: Arrive):
    address = keyless.open_campaign("paused", title="Paused")
    keyless.set_campaign("paused", paused_at="datetime.now(UTC)")

    page = arrive(keyless).open(address)

    expect(page.get_by_role("heading", name="Not taking pre-saves right now")).to_be_visible()
    # Nothing to press but what passes the page on.
    expect(page.get_by_role("button")).to_have_text(["Share this page"])
    expect(page.get_by_role("link", name="Website")).to_be_visible()
    look_well(page, "paused")


def test_a_draft_and_an_unknown_address_look_the_same(keyless: House, arrive: Arrive):
    address = keyless.open_campaign("draft", title="Draft")
    keyless.set_campaign("draft", published_at="None")

    page = arrive(keyless).open(address)
    unknown = arrive(keyless).open("/there-is-no-such-page")

    expect(page.get_by_role("heading", name="Nothing plays here")).to_be_visible()
    assert unknown.content() == page.content()
    look_well(page, "unknown")


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
