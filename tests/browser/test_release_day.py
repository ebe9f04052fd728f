"""The day itself: from promises to receipts, and the page becomes the smart link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import (
    PRE_ADD,
    connect_spotify,
    expect_promise,
    press,
    press_at_apple,
)

pytestmark = [pytest.mark.once, pytest.mark.timeout(300)]
SLUG, TITLE = "what-the-tide-kept", "What the Tide Kept"


def test_promises_become_receipts_and_the_page_the_smart_link(label: House, arrive: Arrive):
    label.sim.add_fan("ivy", country="DE")
    label.sim.add_fan("kim", country="DE", apple_subscription=False)
    landing = label.open_campaign(SLUG, title=TITLE)
    ivy, kim = arrive(label).open(landing), arrive(label).open(landing)
    ivy.get_by_role("checkbox", name="Also follow").check()
    connect_spotify(ivy, fan="ivy")
    press(kim, PRE_ADD)
    press_at_apple(kim, fan="kim")
    expect_promise(kim, service="Apple Music")
    for page in (ivy, kim):
        page.get_by_role("link", name="Your own page").click()

    label.release_soon(SLUG, title=TITLE)
    over = {"promised": 0, "saved": 1, "needs_fan": 1}
    label.wait_for_release(
        SLUG, presaves=over, reasons={"no_subscription": 1}, follows={"waiting": 0}
    )

    album = label.sim.look(f"releases/{SLUG}")["spotify_uri"]
    assert label.sim.saved("ivy") == [album]
    ivy.reload()
    expect(ivy.get_by_text("Saved to your Spotify library on")).to_be_visible()
    expect(ivy.get_by_text("You follow The Held Notes on Spotify.")).to_be_visible()
    expect(ivy.get_by_role("button", name="Withdraw", exact=True)).to_have_count(0)
    look_well(ivy, "own-page-saved")
    assert "job failed" not in label.log
    kim.reload()
    expect(kim.get_by_text("Apple Music needs a subscription for its library.")).to_be_visible()
    look_well(kim, "own-page-no-subscription")
    _expect_smart_link(label, arrive)


def _expect_smart_link(label: House, arrive: Arrive) -> None:
    visitor = arrive(label)
    page = visitor.open(f"{label.base_url}/{SLUG}")
    expect(page.get_by_text("out now")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    look_well(page, "released")
    album = label.sim.look(f"releases/{SLUG}")["spotify_uri"].rpartition(":")[2]
    with page.expect_request(f"https://open.spotify.com/album/{album}*"):
        page.get_by_role("link", name="Open in Spotify").click(no_wait_after=True)
