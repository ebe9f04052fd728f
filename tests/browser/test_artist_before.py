"""An artist's page before any campaign, in a browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.mailbox import text_of

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_FILE = """\
artist:
  name: First Light
  spotify: spotify:artist:0FirstLightArtist0001x
  links: [{{label: Website, url: "https://firstlight.example.org/"}}]
next: {{date: {day}, what: "Concert at the Harbor Hall, Lisbon"}}
"""


def test_a_fan_joins_the_list_of_an_artist_who_has_no_campaign_yet(label: House, arrive: Arrive):
    day = (datetime.now(UTC) + timedelta(days=12)).date().isoformat()
    path = label.stage.folder / "first-light.yaml"
    path.write_text(_FILE.format(day=day))
    done = label.stage.product.run("artist", "apply", str(path))
    assert done.returncode == 0, done.stderr
    page = arrive(label).open("/@first-light")

    look_well(page, "artist-before")
    expect(page.get_by_text("Concert at the Harbor Hall, Lisbon")).to_be_visible()
    expect(page.get_by_role("link", name="Follow First Light on Spotify")).to_be_visible()
    page.get_by_label("E-mail address").fill("ines@example.org")
    page.get_by_role("button", name="Join the e-mail list").click()

    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    letter = label.mailbox.letter_to("ines@example.org", about="/confirm/")
    link = re.search(r"http://\S+/confirm/\S+", text_of(letter))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Yes, put me on the list").click()
    page.goto(f"{label.base_url}/@first-light/list")
    expect(page.get_by_role("heading", name="You are on the e-mail list")).to_be_visible()
