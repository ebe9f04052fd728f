"""A campaign in three screens, at both sizes: by hand without a key, by a link that is looked up,
and with a small key, of which the page says whom it can serve."""

import re

import pytest
from playwright.sync_api import expect

from countin.campaigns.chosen_themes import chosen_theme
from countin.campaigns.colors import read_hex
from tests.browser.conftest import Arrive
from tests.browser.entering import come_in
from tests.browser.house import EXAMPLES, House
from tests.browser.pressing import PRE_SAVE, REMIND_SPOTIFY, answer, press
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer, day_in

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
_BACKGROUND = "element => getComputedStyle(element).backgroundColor"


@both_sizes
def test_an_artist_without_keys_publishes_in_three_screens(
    size: Size, keyless: House, arrive: Arrive
):
    slug = f"naher-by-night-{size.name}"
    page = come_in(keyless, arrive, name=f"artist-{size.name}", **size.browser)
    artist = Organizer(page, size=size)
    artist.look("studio-enter")
    artist.press("Sign in")
    screens: list[str] = []
    page.on("load", lambda loaded: screens.append(loaded.url))
    artist.follow("New campaign")
    artist.look("studio-paste")
    artist.follow("I have none yet")
    _fill_by_hand(artist, title=f"Näher, by Night {size.name}", slug=slug)
    artist.look("studio-check")
    artist.press("Go on")
    artist.reads("this page will sit mostly empty")
    artist.reads("Too late: ")
    _choose_colors(artist)
    artist.look_well("studio-publish")
    artist.fill("newsletter", "310")
    artist.press("Publish")

    artist.reads("It is public.")
    paths = {re.sub(r"\?.*|https?://[^/]+", "", url) for url in screens}
    assert {path for path in paths if re.search(r"/new|/check|/publish", path)} == {
        "/studio/w/default/new",
        "/studio/w/default/new/check",
        f"/studio/c/{slug}/publish",
    }
    fan = arrive(keyless, **size.browser).open(f"/{slug}")
    assert chosen_theme("harbor")["name"] in fan.content()
    expect(fan.get_by_role("button", name=REMIND_SPOTIFY)).to_be_visible()


def _fill_by_hand(artist: Organizer, *, title: str, slug: str) -> None:
    artist.fill("Artist", "Nora Vale")
    artist.fill("Title", title)
    expect(artist.page.get_by_label("Address of the page")).to_have_value(slug)
    artist.fill("Release date", day_in(20))
    picture = artist.page.get_by_label("Your picture")
    picture.set_input_files(EXAMPLES / "midnight-windows.jpg")


def _choose_colors(artist: Organizer) -> None:
    """The phone beside the form wears what is chosen, at once; at a desk it stays in sight."""
    phone = artist.page.frame_locator("iframe")
    button = phone.get_by_role("button", name=REMIND_SPOTIFY)
    expect(phone.get_by_role("heading", name="Näher, by Night")).to_be_visible()
    from_picture = button.evaluate(_BACKGROUND)
    artist.fill("Your own color", "#aa2233")
    expect(button).to_have_css("background-color", _worn("#aa2233"))
    artist.touch(artist.page.get_by_text("Harbor"))
    expect(button).not_to_have_css("background-color", _worn("#aa2233"))
    expect(button).not_to_have_css("background-color", from_picture)
    if not artist.size.has_touch:
        expect(button).to_be_in_viewport()


def _worn(color: str) -> str:
    """What the button wears by day, as a browser says it."""
    return f"rgb{tuple(read_hex(chosen_theme(color)['light']['press']))}"


@both_sizes
def test_a_link_is_looked_up_confirmed_and_tried_as_a_fan(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    title = f"Found on a {size.name}"
    slug = label.show_release(f"found-on-a-{size.name}", title=title)
    owner = sit(label, size)
    owner.follow("New campaign")
    owner.fill("A link, its UPC or an ISRC", "https://example.com/album/1")
    owner.press("Look it up")
    expect(owner.page.get_by_role("alert")).to_be_visible()
    owner.fill("A link, its UPC or an ISRC", label.link_of(slug))
    owner.press("Look it up")

    owner.reads("Found at Spotify")
    expect(owner.page.get_by_role("link", name=title)).to_have_attribute("href", re.compile(r"\S"))
    expect(owner.page.get_by_label("Title")).to_have_value(title)
    expect(owner.page.get_by_label("Artist")).to_have_value("The Held Notes")
    assert owner.page.locator("main img").count() == 0  # its artwork is not taken
    owner.fill("Release date", day_in(30))
    owner.look("studio-check-found")
    owner.press("Go on")
    owner.reads("Saved by itself on Spotify")
    _read_redirect_address(owner, label)
    owner.fill("instagram", "1200")
    owner.look("studio-publish-found")
    owner.press("Publish")
    owner.reads("It is public.")
    fan = arrive(label, **size.browser).open(f"/{slug}")
    expect(fan.get_by_role("button", name=PRE_SAVE)).to_be_visible()
    expect(fan.get_by_role("checkbox", name="Also follow").first).to_be_visible()
    _try_it(owner, label, slug=slug)


def _read_redirect_address(owner: Organizer, house: House) -> None:
    owner.unfold("The redirect address to register there")
    address = owner.page.get_by_label("Redirect address").first
    expect(address).to_have_value(f"{house.base_url}/connect/spotify/return")


def _try_it(owner: Organizer, house: House, *, slug: str) -> None:
    """A fan's way, gone by the organizer: marked as a trial, and in no number."""
    account = f"organizer-{owner.size.name}"
    house.sim.add_fan(account, country="DE")
    with owner.page.expect_popup() as opened:
        owner.touch(owner.page.get_by_role("link", name="try it with your own account"))
    trial = opened.value
    expect(trial.get_by_text("This is a trial.")).to_be_visible()
    press(trial, "Try it on Spotify")
    answer(trial, fan=account)

    expect(trial.get_by_role("heading", name="With this account at Spotify")).to_be_visible()
    expect(trial.get_by_text("This is a trial.")).to_be_visible()
    expect(trial.get_by_role("link", name="Back to the studio")).to_be_visible()
    Organizer(trial, size=owner.size).look_well("studio-trial")
    counts = house.stage.product.ask("campaign", "show", slug)
    assert (sum(counts["presaves"].values()), counts["follows"]["asked"]) == (0, 0)


@both_sizes
def test_what_is_not_known_yet_is_given_by_hand_and_added_later(
    size: Size, newcomer: House, arrive: Arrive, sit: Sit
):
    title, slug = f"Later on a {size.name}", f"later-on-a-{size.name}"
    owner = sit(newcomer, size)
    owner.follow("New campaign")
    owner.fill(
        "A link, its UPC or an ISRC", "https://open.spotify.com/album/0NotKnownYet0000000001"
    )
    owner.press("Look it up")
    owner.reads("give the rest by hand")
    owner.fill("Artist", "The Held Notes")
    owner.fill("Title", title)
    owner.fill("Release date", day_in(30))
    owner.fill("Link, UPC or ISRC", "")
    owner.press("Go on")
    owner.reads("There is no link or code yet.")
    owner.touch(owner.page.get_by_label("Ask fans whether"))
    owner.press("Publish")
    owner.reads("It is public.")

    newcomer.show_release(slug, title=title)
    owner.follow("Details")
    owner.fill("Link, UPC or ISRC", newcomer.link_of(slug))
    owner.look("studio-details")
    owner.press("Keep")
    owner.follow("Look and channels")
    owner.reads("five guests saved by themselves")
    owner.unfold("The private link for your five guests")
    guests = owner.page.get_by_label("Link for guests").first.input_value()
    fan, guest = arrive(newcomer, **size.browser), arrive(newcomer, **size.browser)
    expect(fan.open(f"/{slug}").get_by_role("button", name=REMIND_SPOTIFY)).to_be_visible()
    invited = guest.open(guests)
    expect(invited.get_by_role("button", name=PRE_SAVE)).to_be_visible()
    expect(invited.get_by_role("checkbox", name="Also follow")).to_have_count(0)
