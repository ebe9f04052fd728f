"""How a page looks: accessibility in two themes, narrow screens, and, with
COUNTIN_TEST_PICTURES=1, pictures in two sizes for whoever wants to see it: they prove nothing, and
take a minute of a core."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.studio_pages import is_page_of
from tests.browser.visitor import PHONE

PICTURES: Final = Path(__file__).with_name("pictures")
_KEEPS: Final = os.environ.get("COUNTIN_TEST_PICTURES") == "1"
_DESKTOP = {"width": 1280, "height": 800}
_NARROW = {"width": 320, "height": 640}
_OVERFLOWS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
_axe = Axe()


def look_well(page: Page, name: str, *, without: Sequence[str] = ()) -> None:
    """Keep pictures of the page under this name where they are wanted, and find nothing to complain
    about in it; axe's rules in `without` say nothing about this kind of page."""
    assert is_page_of(page, name), f"{name} is a picture of {page.url}"
    rules = {rule: {"enabled": False} for rule in without}
    complaints = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        _keep_picture(page, f"{name}-desktop-{theme}", size=_DESKTOP)
        _keep_picture(page, f"{name}-phone-{theme}", size=PHONE)
        found = _axe.run(page, options={"rules": rules})
        if found.violations_count:
            complaints.append(f"{theme}: {found.generate_report()}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(_NARROW)  # type: ignore[arg-type]
    wide_by = page.evaluate(_OVERFLOWS)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert complaints == [], "\n".join(complaints)
    assert wide_by == 0, f"{name} scrolls sideways at 320 px, by {wide_by} px"


def look_quickly(page: Page, name: str) -> None:
    """The same in one theme, with one picture, for pages that share their style with others."""
    assert is_page_of(page, name), f"{name} is a picture of {page.url}"
    _keep_picture(page, f"{name}-phone-light", size=PHONE)
    found = _axe.run(page)
    page.set_viewport_size(_NARROW)  # type: ignore[arg-type]
    wide_by = page.evaluate(_OVERFLOWS)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert found.violations_count == 0, found.generate_report()
    assert wide_by == 0, f"{name} scrolls sideways at 320 px, by {wide_by} px"


def look_at_desk(page: Page, name: str) -> None:
    """A picture at the size it has; axe has looked at the page in a phone's turn."""
    assert is_page_of(page, name), f"{name} is a picture of {page.url}"
    _keep(page, f"{name}-desktop-light")
    assert page.evaluate(_OVERFLOWS) == 0, f"{name} scrolls sideways at a desk"


def look_once(page: Page) -> None:
    """Without a picture, as it stands."""
    found = _axe.run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate(_OVERFLOWS) == 0, f"{page.url} scrolls sideways"


def _keep_picture(page: Page, name: str, *, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    _keep(page, name)


def _keep(page: Page, name: str) -> None:
    if _KEEPS:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
