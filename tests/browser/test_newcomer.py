"""A small app at Spotify, keys at TIDAL and SoundCloud: fans of those connect on a phone, the
release is saved and followed; at Spotify guests connect, and everybody else is reminded."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calendar_page import expect_calendar_only
from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_quickly, look_well
from tests.browser.pressing import (
    PRE_SAVE,
    REMIND_SPOTIFY,
    answer,
    connect_spotify,
    expect_promise,
    press,
)

pytestmark = [pytest.mark.once, pytest.mark.timeout(300)]
SLUG, TITLE = "low-tide-letters", "Low Tide Letters"
# How each library is called in a sentence.
LIBRARIES = {"TIDAL": "TIDAL collection", "SoundCloud": "SoundCloud likes"}


def open_at_both(house: House) -> None:
    """The file names the release on SoundCloud; TIDAL finds it by its UPC."""
    known = house.sim.look("releases/midnight-windows")["ids"]["tidal"]["artist"]
    house.open_campaign(
        SLUG,
        title=TITLE,
        artist=f', tidal: "{known}", soundcloud: the-held-notes',
        release=f', soundcloud: "https://soundcloud.com/the-held-notes/{SLUG}?si=abc"',
    )


def test_a_fan_of_each_connects_and_it_is_saved_and_followed(newcomer: House, arrive: Arrive):
    open_at_both(newcomer)
    complaints = newcomer.sim.look("complaints")["kinds"]
    pages = {
        service: connect(newcomer, arrive, service=service, fan=f"{service.lower()}-fan")
        for service in LIBRARIES
    }
    for page in pages.values():
        page.get_by_role("link", name="Your own page").click()

    newcomer.release_soon(SLUG, title=TITLE)
    newcomer.wait_for_release(
        SLUG, presaves={"promised": 0, "saved": 2}, follows={"waiting": 0, "done": 2}
    )

    sim, ids = newcomer.sim, newcomer.sim.look(f"releases/{SLUG}")["ids"]
    assert sim.saved("tidal-fan", service="tidal") == [f"albums:{ids['tidal']['release']}"]
    assert sim.saved("soundcloud-fan", service="soundcloud") == [ids["soundcloud"]["release"]]
    for service, page in pages.items():
        page.reload()
        expect(page.get_by_text(f"Saved to your {LIBRARIES[service]} on")).to_be_visible()
        expect(page.get_by_text(f"You follow The Held Notes on {service}.")).to_be_visible()
        look_quickly(page, f"own-page-{service.lower()}")
    assert sim.look("complaints")["kinds"] == complaints
    assert "job failed" not in newcomer.log
    expect_smart_link(newcomer, arrive)


def connect(house: House, arrive: Arrive, *, service: str, fan: str) -> Page:
    house.sim.add_fan(fan, country="DE")
    page: Page = arrive(house).open(f"{house.base_url}/{SLUG}")
    box = page.get_by_role("checkbox", name=f"Also follow The Held Notes on {service}")
    expect(box).not_to_be_checked()
    if service == "TIDAL":
        # Three save by themselves; whoever listens at Spotify still sees where to press.
        expect(page.get_by_role("button", name=REMIND_SPOTIFY)).to_be_visible()
        look_well(page, "further-services")
    box.check()
    press(page, f"Pre-save on {service}")
    answer(page, fan=fan)
    expect(page.get_by_role("heading", name="You're in.")).to_be_visible()
    expect(page.get_by_text(f"saved to your {LIBRARIES[service]} on")).to_have_count(1)
    return page


def expect_smart_link(house: House, arrive: Arrive) -> None:
    page = arrive(house).open(f"{house.base_url}/{SLUG}")
    for service in ("Spotify", "TIDAL", "SoundCloud"):
        expect(page.get_by_role("link", name=f"Open in {service}")).to_have_count(1)


def test_a_guest_of_a_small_app_is_offered_the_direct_way(newcomer: House, arrive: Arrive):
    page = arrive(newcomer).open(newcomer.guest_page())

    expect(page.get_by_role("button", name=PRE_SAVE)).to_be_visible()
    look_well(page, "landing-guest")


def test_a_services_own_page_is_named_as_what_it_is(newcomer: House, arrive: Arrive):
    besides = 'native: {spotify: "https://open.spotify.com/prerelease/1abc"}'
    address = newcomer.open_campaign("their-own", title="Their Own Page", besides=besides)
    page = arrive(newcomer).open(address)

    own_page = page.get_by_role("link", name="Pre-save on Spotify’s own page")
    expect(own_page).to_be_visible()
    expect(page.get_by_role("button", name=REMIND_SPOTIFY)).to_be_visible()
    expect(page.get_by_role("button", name=PRE_SAVE, exact=True)).to_have_count(0)
    look_well(page, "landing-native")
    with page.expect_request("https://open.spotify.com/prerelease/*"):
        own_page.click(no_wait_after=True)


def test_with_a_development_quota_the_public_is_reminded(newcomer: House, arrive: Arrive):
    page = arrive(newcomer).open(newcomer.page)
    expect(page.get_by_role("button", name=PRE_SAVE)).to_have_count(0)
    follow = page.get_by_role("link", name="Follow The Held Notes on Spotify")
    expect(follow).to_be_visible()
    look_well(page, "landing-development")

    press(page, REMIND_SPOTIFY)

    expect_calendar_only(page)
    look_well(page, "reminder-calendar")


def test_guests_connect_directly_by_their_private_link(newcomer: House, arrive: Arrive):
    newcomer.sim.add_fan("gil", country="DE", allow_listed=True)
    page = arrive(newcomer).open(newcomer.guest_page())

    connect_spotify(page, fan="gil")

    expect_promise(page, service="Spotify")


def test_a_guest_whom_spotify_refuses_is_reminded(newcomer: House, arrive: Arrive):
    newcomer.sim.add_fan("hal", country="DE")
    page = arrive(newcomer).open(newcomer.guest_page())

    press(page, PRE_SAVE)
    answer(page, fan="hal")

    expect(page.get_by_role("heading", name="Your account can't be served here")).to_be_visible()
    look_well(page, "spotify-refused")
    press(page, REMIND_SPOTIFY)
    expect_calendar_only(page)
