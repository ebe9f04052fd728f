"""Somebody in the studio who presses what is there, at the size of a phone or of a desk."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import look_at_desk, look_quickly, look_well
from tests.browser.sizes import Size
from tests.browser.studio_pages import page_of

_THUMB: Final = 44  # px, as high as whatever a thumb presses
_OVERFLOWS: Final = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
Name = str | re.Pattern[str]


class Organizer:
    """On a phone everything is tapped, and has to be high enough for a thumb. No page that is come
    to scrolls sideways."""

    def __init__(self, page: Page, *, size: Size) -> None:
        self.page = page
        self.size = size

    def follow(self, name: Name) -> None:
        """A link, by its whole name, to the page behind it."""
        self._go(self.page.get_by_role("link", name=name, exact=True).first)

    def press(self, name: Name) -> None:
        """A button that sends something, to the page that comes of it."""
        button = self.page.get_by_role("button", name=name, exact=True).first
        self._expect_room(button)
        self._go(button)

    def press_tab(self, words: str) -> None:
        """A part of a list, which says how much is in it."""
        self._go(self.page.locator(".tabs").get_by_role("link", name=re.compile(f"^{words}")))

    def go_to(self, path: str) -> None:
        """By its address, as from a bookmark."""
        self.page.goto(urljoin(self.page.url, path))

    def touch(self, what: Locator) -> None:
        """What leads to no other page."""
        what.tap() if self.size.has_touch else what.click()

    def unfold(self, words: str) -> None:
        """What is folded away under these words."""
        self.touch(self.page.locator("summary").filter(has_text=words).first)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def reads(self, words: Name) -> None:
        """On the page, in sight or a push of the thumb away."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def reads_heading(self, words: Name) -> None:
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible()

    def look(self, name: str) -> None:
        """A picture; on the phone also by axe, and as narrow as phones are."""
        look_at_desk(self.page, name) if not self.size.has_touch else look_quickly(self.page, name)

    def look_well(self, name: str) -> None:
        """The same in both themes, which the phone's turn does for both sizes."""
        if self.size.has_touch:
            look_well(self.page, name)

    def _go(self, what: Locator) -> None:
        with self.page.expect_navigation():
            self.touch(what)
        wide_by = self.page.evaluate(_OVERFLOWS)
        assert wide_by == 0, f"{page_of(self.page)} scrolls sideways, by {wide_by} px"

    def _expect_room(self, button: Locator) -> None:
        if self.size.has_touch:
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= _THUMB, f"too low for a thumb: {box}"


def day_in(days: int) -> str:
    """As a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
