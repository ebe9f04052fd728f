"""The artist's page: several campaigns, each one tap from its own promise."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def test_every_coming_release_is_one_tap_from_its_own_page(keyless: House, arrive: Arrive):
    keyless.open_campaign("one-more", title="One More")
    page = arrive(keyless).open("/@the-held-notes?via=newsletter")
    look_well(page, "artist")

    page.get_by_role("link", name="Remind me of Midnight Windows").click()

    expect(page.get_by_role("heading", level=1, name="Midnight Windows")).to_be_visible()
    assert page.url.endswith("?via=newsletter")
    page.get_by_role("link", name="All releases").click()
    expect(page.get_by_role("heading", name="One More")).to_be_visible()
