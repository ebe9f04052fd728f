"""The button for notifications: shown where it can work, and nowhere else."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import REMIND_SPOTIFY, press

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]

BUTTON = "Notify me in this browser"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
WEB_VIEW = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36"
)


def reminder_page(house: House, arrive: Arrive, **options: object) -> Page:
    page = arrive(house, **options).open(house.page)
    press(page, REMIND_SPOTIFY)
    return page


def test_where_a_browser_can_be_notified_the_button_is_there(newcomer: House, arrive: Arrive):
    page = reminder_page(newcomer, arrive)

    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()


@pytest.mark.parametrize(
    "options",
    [{"java_script_enabled": False}, {"user_agent": IPHONE}, {"user_agent": WEB_VIEW}],
    ids=["no script", "iPhone outside the home screen", "inside an app"],
)
def test_where_it_can_not_work_there_is_no_button(newcomer: House, arrive: Arrive, options):
    page = reminder_page(newcomer, arrive, **options)

    expect(page.get_by_role("link", name="Add to calendar", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_a_browser_that_is_not_allowed_to_is_told_what_else_there_is(
    newcomer: House, arrive: Arrive
):
    page = reminder_page(newcomer, arrive)

    press(page, BUTTON)

    words = "Your browser did not allow it. Choose e-mail or calendar instead."
    expect(page.get_by_text(words)).to_be_visible()
