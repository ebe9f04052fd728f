"""The way into the studio: a link that is printed, and a press."""

from playwright.sync_api import Page

from tests.browser.conftest import Arrive
from tests.browser.house import House


def enter(house: House, arrive: Arrive, *, name: str) -> Page:
    """Signed in by a link of their own, at the campaigns."""
    told = house.stage.product.ask("organizer", "add", f"{name}@example.org")
    page = arrive(house).open(told["url"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/w/default/")
    return page
