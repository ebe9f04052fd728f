"""Numbers at both sizes: they renew themselves, lead to what they count, and are taken along."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.house import House
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer
from tests.browser.studio.publishing import promise, publish

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_a_number_renews_itself_says_what_it_counts_and_is_exported(
    size: Size, label: House, sit: Sit
):
    owner = sit(label, size)
    slug = publish(owner, label, title=f"Watched on a {size.name}")
    owner.follow("Live")
    expect(_figure(owner, "promised")).to_have_text("0")

    promise(label, slug, fan=f"watched-{size.name}", via="newsletter")

    expect(_figure(owner, "promised")).to_have_text("1")  # by itself
    owner.reads_heading("Countries")
    owner.look("studio-live")
    with owner.page.expect_download() as kept:
        owner.touch(owner.page.get_by_role("link", name="CSV of Channels"))
    lines = kept.value.path().read_text().splitlines()
    assert [line for line in lines if line.startswith("newsletter,")] != []
    owner.follow("promised")
    expect(owner.page.locator(":target")).to_contain_text("presaves.promised")
    expect(owner.page.locator(":target")).to_be_in_viewport()


@both_sizes
def test_a_plan_is_ticked_an_audit_asked_for_and_the_report_read(
    size: Size, label: House, sit: Sit
):
    owner = sit(label, size)
    publish(owner, label, title=f"Planned on a {size.name}")
    owner.follow("Plan")
    owner.press(re.compile("^Done"))
    owner.reads("Not done after all")
    owner.look("studio-plan")
    owner.follow("Audit")
    owner.press("Audit now")
    owner.reads(re.compile("is reading the campaign|pre-saves read|nothing to read"))
    owner.look("studio-audit")
    owner.follow("Report")
    owner.reads_heading("From the page to the library")  # by itself, once it is written
    owner.look_well("studio-report")


def _figure(owner: Organizer, label: str) -> Locator:
    said = owner.page.get_by_role("link", name=label, exact=True)
    return owner.page.locator(".figures > div").filter(has=said).locator("dd").first
