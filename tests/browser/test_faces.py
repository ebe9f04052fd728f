"""Every other state of the pages that fans meet: what each says, and how it looks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import PRE_SAVE, REMIND_APPLE, press

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
FULL = {
    "release": (
        ', tracks: [{title: First Light, length: "3:12"}, Slow Train to the Coast]'
        ', links: {deezer: "https://www.deezer.com/album/1", tidal: "https://tidal.com/album/1"}'
    ),
    "besides": 'preorder: [{label: Vinyl, url: "https://shop.example/vinyl"}]',
}


def test_all_that_a_release_brings_stands_below_what_can_be_done(label: House, arrive: Arrive):
    page = arrive(label).open(label.open_campaign("first-light", title="First Light", **FULL))

    expect(page.get_by_role("list").get_by_text("Slow Train to the Coast")).to_be_visible()
    expect(page.get_by_role("link", name="Vinyl")).to_be_visible()
    button = page.get_by_role("button", name=PRE_SAVE).bounding_box()
    tracks = page.get_by_role("heading", name="Tracks").bounding_box()
    assert button
    assert tracks
    assert button["y"] < tracks["y"]
    look_well(page, "landing-full")


def test_what_can_be_done_is_seen_without_scrolling(label: House, arrive: Arrive):
    small = arrive(label, viewport={"width": 375, "height": 667}).open(label.page)

    expect(small.get_by_role("button", name=PRE_SAVE)).to_be_in_viewport(ratio=1)


def test_the_countdown_is_in_the_fans_own_zone_and_moves_nothing(label: House, arrive: Arrive):
    berlin = arrive(label).open(label.page)
    # As far from Berlin as clocks get: its midnights come first of all.
    page = arrive(label, timezone_id="Pacific/Kiritimati").open(label.page)

    def hours_left(shown: str) -> int:
        days, hours = re.findall(r"(\d+) (?:days?|hours?)", shown)[:2]
        return int(days) * 24 + int(hours)

    ahead = hours_left(berlin.get_by_role("timer").inner_text())
    behind = hours_left(page.get_by_role("timer").inner_text())
    assert 12 <= ahead - behind <= 14
    expect(page.get_by_role("timer")).to_have_attribute("aria-live", "off")


def test_without_scripts_the_date_stands_and_no_room_is_kept(label: House, arrive: Arrive):
    page = arrive(label, java_script_enabled=False).open(label.page)

    expect(page.get_by_text("at midnight where you are")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_count(0)


def test_arabic_reads_from_right_to_left(label: House, arrive: Arrive):
    page = arrive(label).open(f"{label.page}?lang=ar")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    box = page.get_by_role("checkbox").bounding_box()
    words = page.locator(".tick span").bounding_box()
    assert box
    assert words
    assert box["x"] > words["x"]
    look_well(page, "landing-arabic")


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_a_visitors_own_colors_are_respected(label: House, arrive: Arrive, wish: dict[str, str]):
    page = arrive(label).open(label.page)

    page.emulate_media(**wish)  # type: ignore[arg-type]

    look_well(page, f"landing-{next(iter(wish)).replace('_', '-')}")


def test_the_artists_page_leads_to_each_release(label: House, arrive: Arrive):
    label.open_campaign("slow-ferry", title="Slow Ferry")
    page = arrive(label).open("/@the-held-notes")

    look_well(page, "artist")
    page.get_by_role("link", name=re.compile("Slow Ferry")).first.click()

    expect(page.get_by_role("heading", level=1, name="Slow Ferry")).to_be_visible()


def test_every_coming_release_is_one_tap_from_its_own_page(keyless: House, arrive: Arrive):
    keyless.open_campaign("one-more", title="One More")
    page = arrive(keyless).open("/@the-held-notes?via=newsletter")

    page.get_by_role("link", name="Remind me of Midnight Windows").click()

    expect(page.get_by_role("heading", level=1, name="Midnight Windows")).to_be_visible()
    assert page.url.endswith("?via=newsletter")
    page.get_by_role("link", name="All releases").click()
    expect(page.get_by_role("heading", name="One More")).to_be_visible()


def test_the_embedded_card_is_in_order(label: House, arrive: Arrive):
    page = arrive(label).open(f"{label.page}/embed")

    expect(page.get_by_role("link").first).to_be_visible()
    look_well(page, "embed")


def test_after_release_every_service_is_one_tap_away(label: House, arrive: Arrive):
    label.open_campaign("last-bus", title="Last Bus", **FULL)
    label.release_soon("last-bus", title="Last Bus")
    visitor = arrive(label)
    visitor.context.add_cookies(
        [{"name": "service", "value": "apple_music", "url": label.base_url}]
    )
    page = visitor.open(f"{label.base_url}/last-bus")

    page.wait_for_function("() => document.querySelector('.heading__when').innerText.length > 3")
    for _ in range(60):
        if page.get_by_text("out now").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    links = page.get_by_role("link", name=re.compile("^Open in ")).all_inner_texts()
    assert links == [
        "Open in Apple Music",
        "Open in Spotify",
        "Open in TIDAL",
        "Open in Deezer",
        # Of these two nobody said that it is there: their search.
        "Open in YouTube Music",
        "Open in Amazon Music",
    ]
    look_well(page, "released-full")


def test_a_reminder_page_is_in_order_from_the_app_on(keyless: House, arrive: Arrive):
    page = arrive(keyless).open(keyless.page)

    press(page, REMIND_APPLE)

    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()
    look_well(page, "reminder-keyless")
