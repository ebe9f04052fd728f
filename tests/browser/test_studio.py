"""The organizer's side: from a printed link to a public page, in three screens, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.entering import enter
from tests.browser.house import House
from tests.browser.looks import look_once, look_quickly, look_well
from tests.browser.studio_pages import (
    NO_PAGE,
    OF_ACCOUNTS,
    OF_CAMPAIGNS,
    ON_THE_WAY,
    look_at_the_rest,
    page_names,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def test_a_campaign_is_looked_at_and_its_links_are_handed_out(label: House, arrive: Arrive):
    page = enter(label, arrive, name="label")
    look_quickly(page, "studio-home")
    page.get_by_role("link", name="Midnight Windows").click()
    page.locator("summary").filter(has_text="newsletter").click()
    page.get_by_role("button", name="Make it short").first.click()
    page.locator("summary").filter(has_text="newsletter").click()
    short = page.get_by_label("Short address for newsletter").input_value()
    look_quickly(page, "studio-campaign")

    led = arrive(label).open(short)

    assert led.url.endswith("/midnight-windows?via=newsletter")
    page.get_by_role("link", name="Fans").click()
    look_quickly(page, "studio-fans")
    page.go_back()
    page.get_by_role("link", name="Audit", exact=True).click()
    page.get_by_role("button", name="Audit now").click()
    answered = re.compile("is reading the campaign|pre-saves read|nothing to read")
    expect(page.get_by_text(answered).first).to_be_visible()
    look_quickly(page, "studio-audit")
    page.get_by_role("link", name="‹").click()
    _look_around(page)
    _watch(page)
    page.get_by_role("link", name="Plan").click()
    page.get_by_role("button", name=re.compile("^Done")).first.click()
    expect(page.get_by_text("Not done after all").first).to_be_visible()
    look_quickly(page, "studio-plan")
    page.get_by_role("link", name="‹ Midnight Windows").click()
    _read_and_rehearse(page)


def test_somebody_is_added_and_the_log_tells(label: House, arrive: Arrive):
    page = enter(label, arrive, name="owner")
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("mia@example.org")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Show a link for mia@example.org").click()
    link = page.get_by_label("Link of the invitation").input_value()
    look_quickly(page, "studio-people")

    page.get_by_role("link", name="Programs").click()
    page.get_by_text("Make a token").click()
    page.get_by_label("Which program").fill("Sheet")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_label("Secret")).to_have_value(re.compile("countin_"))
    page.get_by_text("Add a webhook").click()
    look_quickly(page, "studio-programs")
    page.get_by_role("link", name="Log").click()

    expect(page.get_by_text("mia@example.org").first).to_be_visible()
    look_quickly(page, "studio-log")
    mia = arrive(label).open(link)
    look_quickly(mia, "studio-join")
    mia.get_by_role("button", name="Accept").click()
    mia.get_by_role("link", name="Choose how to come back").click()
    look_quickly(mia, "studio-account")
    away = look_at_the_rest(page, of=OF_CAMPAIGNS, look=look_once)
    assert away == {"studio_home"}  # straight to the one workspace there is


def test_every_page_of_the_studio_is_looked_at_somewhere():
    """What is no page says why; what stands in no journey is visited (test_accounts, too)."""
    known = {name for name in page_names() if name.startswith((OF_CAMPAIGNS, *OF_ACCOUNTS))}
    known |= {*ON_THE_WAY.values(), *NO_PAGE}
    journeys = "".join(file.read_text() for file in Path(__file__).parent.rglob("test_*.py"))

    assert page_names() - known == set()
    assert {*ON_THE_WAY.values(), *NO_PAGE} - page_names() == set()
    assert {name for name in ON_THE_WAY if f'"{name}")' not in journeys} == set()


def _look_around(page: Page) -> None:
    """What leads on from a campaign, and back to it."""
    here = page.url
    for name, there in (("Duplicate", "studio-copy"), ("End it…", "studio-end")):
        page.get_by_role("link", name=name).click()
        look_quickly(page, there)
        page.go_back()
    page.get_by_role("link", name="Artists").click()
    look_quickly(page, "studio-artists")
    page.get_by_role("link", name="List and sender of").first.click()
    look_quickly(page, "studio-artist")
    page.get_by_role("link", name="Domain and pixels").click()
    look_quickly(page, "studio-ground")
    page.goto(here)


def _watch(page: Page) -> None:
    """Numbers renew themselves."""
    page.get_by_role("link", name="Live").click()
    expect(page.get_by_role("heading", name="Channels")).to_be_visible()
    as_of = page.get_by_text("As of")
    first = as_of.inner_text()
    look_quickly(page, "studio-live")
    expect(as_of).not_to_have_text(first, timeout=10_000)
    page.go_back()


def _read_and_rehearse(page: Page) -> None:
    """From section to section, and back to the first."""
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("heading", name="From the page to the library")).to_be_visible()
    look_well(page, "studio-report")
    page.get_by_role("link", name="Release day").click()
    page.get_by_role("button", name="Rehearse now").click()
    expect(page.get_by_text("The worker rehearses now.")).to_be_visible()
    look_quickly(page, "studio-release")
    page.get_by_role("link", name="Overview").click()
