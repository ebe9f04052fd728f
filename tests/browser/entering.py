"""The way into the studio: a link that is printed, and a press."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Arrive
from tests.browser.house import House


def enter(house: House, arrive: Arrive, *, name: str, **browser: Any) -> Page:
    """Signed in by a link of their own, at the campaigns."""
    page = come_in(house, arrive, name=name, **browser)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/w/default/")
    return page


def come_in(house: House, arrive: Arrive, *, name: str, **browser: Any) -> Page:
    """The page of such a link, before anything is pressed."""
    told = house.stage.product.ask("organizer", "add", f"{name}@example.org")
    return arrive(house, **browser).open(told["url"])
