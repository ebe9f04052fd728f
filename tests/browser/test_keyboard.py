"""Without a mouse: everything is reached, in the order in which it is read, and seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import PRE_ADD, PRE_SAVE, connect_spotify

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const name = here.labels?.[0]?.innerText || here.innerText || here.name;
  return { name: name.trim(), isSeen };
}"""
_ALL = "a[href], button, input:not([type=hidden]), summary"


def walk(page: Page) -> list[str]:
    """By Tab from the top until the page ends; the names in order. Focus is always seen."""
    names: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            break
        assert focused["isSeen"], f"nothing shows that {focused['name']} has the focus"
        names.append(focused["name"])
    return names


def test_the_landing_page_is_walked_through_in_reading_order(label: House, arrive: Arrive):
    page = arrive(label).open(label.page)

    names = walk(page)

    assert names == [PRE_SAVE, "Also follow The Held Notes on Spotify", PRE_ADD, "Privacy notice"]


def test_a_promise_needs_no_mouse(label: House, arrive: Arrive):
    label.sim.add_fan("lea", country="DE")
    page = arrive(label).open(label.page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Shift+Tab")

    page.keyboard.press("Enter")

    page.get_by_label("Account").fill("lea")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You're in.")).to_be_visible()


def test_every_control_of_the_own_page_is_reached(label: House, arrive: Arrive):
    label.sim.add_fan("max", country="DE")
    page = arrive(label).open(label.page)
    connect_spotify(page, fan="max")
    page.get_by_role("link", name="Your own page").click()
    expect(page.get_by_role("heading", name="Your own page")).to_be_visible()

    names = walk(page)

    assert len(names) == page.locator(_ALL).count()
    assert {"Withdraw", "Disconnect Spotify", "Erase everything"} <= set(names)
