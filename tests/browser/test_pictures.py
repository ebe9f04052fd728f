"""The two pictures of the README, from a real installation. COUNTIN_TEST_WRITE_PICTURES=1 takes
them anew; otherwise those are looked at that lie in docs/pictures. How the pages themselves look is
seen in test_spotify and test_studio."""

import os
import re
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
SLUG, TITLE = "moon-hotel", "Paper Moon Hotel"
README: Final = Path(__file__).parents[2] / "README.md"
DOCS: Final = README.parent / "docs" / "pictures"
LARGEST: Final = 300_000


wants_new = pytest.mark.skipif(
    os.environ.get("COUNTIN_TEST_WRITE_PICTURES") != "1", reason="taken anew when asked for"
)


def keep_for_readme(page: Page, name: str) -> Path:
    """Of what is seen without scrolling, with few enough colors to load fast."""
    path = DOCS / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(path, optimize=True)
    return path


def test_the_pictures_of_the_readme_are_there_and_load_fast():
    named = re.findall(r"docs/pictures/([\w-]+\.png)", README.read_text())

    assert {"landing.png", "release-day.png"} <= set(named)
    for name in named:
        with Image.open(DOCS / name) as picture:
            picture.verify()
        assert (DOCS / name).stat().st_size < LARGEST


@wants_new
def test_the_landing_page_for_the_readme(label: House, arrive: Arrive):
    page = arrive(label, device_scale_factor=2).open(label.page)
    page.get_by_role("img", name="Artwork of").evaluate("(image) => image.decode()")

    path = keep_for_readme(page, "landing")

    assert path.stat().st_size < LARGEST


@wants_new
def test_the_report_of_a_release_day_for_the_readme(label: House, arrive: Arrive):
    _play_a_small_campaign(label)
    report = label.stage.folder / "report.html"
    told = label.stage.product.run("campaign", "report", SLUG, "--format", "html")
    assert told.returncode == 0, told.stderr
    report.write_text(told.stdout)

    desktop = {"viewport": {"width": 1080, "height": 1210}, "is_mobile": False, "has_touch": False}
    page = arrive(label, **desktop).open(report.as_uri())

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    path = keep_for_readme(page, "release-day")
    assert path.stat().st_size < LARGEST
    look_well(page, "report")


def _play_a_small_campaign(label: House) -> None:
    landing = label.open_campaign(SLUG, title=TITLE)
    fans = [f"guest-{number}" for number in range(24)]
    label.sim.tell("fans", [{"id": fan, "country": "DE"} for fan in fans])
    stage = label.stage
    for number, fan in enumerate(fans):
        source = f"{landing}?via=newsletter" if number % 2 else landing
        thanks = stage.pre_save(fan, follow=number % 3 == 0, page=source)
        stage.own_pages[fan] = str(thanks.link("Your own page"))
    stage.withdraw(fans[3])
    label.sim.tell(f"fans/{fans[7]}/revoke", {"service": "spotify"})
    label.release_soon(SLUG, title=TITLE)
    saved = {"promised": 0, "saved": 22, "withdrawn": 1}
    label.wait_for_release(SLUG, presaves=saved, follows={"waiting": 0})
