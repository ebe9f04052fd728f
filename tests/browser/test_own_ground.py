"""In a browser: pixels that nobody hears before a yes, and the artist's own domain."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FLAGS, NAMES
from tests.browser.house import House
from tests.browser.listeners import Listeners, listening
from tests.browser.looks import look_quickly
from tests.browser.pressing import PRE_ADD, connect_spotify, press
from tests.browser.visitor import PHONE

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
DOMAIN = "music.heldnotes.example"
_PIXELS = "pixels: {meta: '1234567890123456', tiktok: C4A1B2C3D4E5F6G7H8I9, ga4: G-AB12CD34EF}"
_VIEWED = ["PageView", "page", "page_view"]
_ARTIST = """\
artist: {{name: The Held Notes, spotify: "spotify:artist:0TheHeldNotesArtist001"}}
domain: {domain}
{pixels}
"""
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listeners]:
    with listening(tmp_path_factory.mktemp("listeners")) as listeners:
        yield listeners


@pytest.fixture(autouse=True)
def _nothing_heard_yet(heard: Listeners) -> None:
    heard.asked.clear()
    heard.headers.clear()


@pytest.fixture(scope="module")
def open_browser(browser: Browser, heard: Listeners) -> Iterator[Browser]:
    """A browser of another kind: it takes the hosts of pixels, and the artist's domain, for this
    machine's. Everything else is out of reach, as ever."""
    path = next(filter(None, map(shutil.which, NAMES)))
    rules = [*heard.flags(), f"MAP {DOMAIN} 127.0.0.1", "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]
    flags = [flag for flag in FLAGS if not flag.startswith("--host-resolver-rules")]
    started = browser.browser_type.launch(
        executable_path=path,
        args=[
            *flags,
            "--ignore-certificate-errors",
            f"--host-resolver-rules={', '.join(rules)}",
        ],
    )
    yield started
    started.close()


@pytest.fixture
def enter(open_browser: Browser) -> Iterator[Enter]:
    """Somebody new in it."""
    contexts = []

    def make(address: str, **options: Any) -> Page:
        given: dict[str, Any] = {"viewport": PHONE, "locale": "en-US", **options}
        contexts.append(open_browser.new_context(**given))
        page: Page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()


def wait_for(page: Page, heard: Listeners, *, events: list[str]) -> None:
    for _turn in range(100):
        if heard.events == events:
            return
        page.wait_for_timeout(100)
    assert heard.events == events


def test_nobody_hears_anything_before_a_yes(label: House, enter: Enter, heard: Listeners):
    address = label.open_campaign("heard-of", title="Heard Of", besides=_PIXELS)
    label.sim.add_fan("allowing", country="DE")
    page = enter(address)
    asked = page.get_by_role("region", name="Pixels")
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("Meta, TikTok, Google Analytics")
    look_quickly(page, "pixels-asked")

    page.get_by_role("button", name="Don’t allow").click()
    expect(asked).to_be_hidden()
    page.reload()
    expect(asked).to_be_hidden()
    without = enter(address, java_script_enabled=False)
    expect(without.locator(".allow")).to_be_hidden()
    assert heard.asked == []

    page = enter(address)
    page.get_by_role("button", name="Allow", exact=True).click()
    wait_for(page, heard, events=_VIEWED)
    connect_spotify(page, fan="allowing")
    done = [*_VIEWED, "Lead", "SubmitForm", "generate_lead"]
    wait_for(page, heard, events=sorted(done))
    _heard_no_more_than_they_may(heard, address=address)
    look_quickly(page, "pixels-allowed")
    look_where_nothing_is_heard(page, address=address)
    wait_for(page, heard, events=sorted([*done, *_VIEWED]))  # the page was opened once more

    page.goto(f"{address}/thanks")
    page.get_by_role("button", name="Take it back").click()
    before = len(heard.asked)
    page.goto(address)
    page.wait_for_timeout(500)
    assert len(heard.asked) == before


def look_where_nothing_is_heard(page: Page, *, address: str) -> None:
    """From the thanks: a fan's own page, and over the campaign's to the page where Apple asks."""
    page.get_by_role("link", name="Your own page").click()
    expect(page.get_by_role("button", name="Withdraw", exact=True)).to_be_visible()
    page.goto(address)
    page.get_by_text("Another service").click()
    press(page, PRE_ADD)
    expect(page).to_have_url(f"{address}/apple")
    page.wait_for_load_state("networkidle")


def _heard_no_more_than_they_may(heard: Listeners, *, address: str) -> None:
    for asked in heard.asked:
        assert not any(word in asked.lower() for word in ("spotify", "follow", "/me/", "thanks"))
        if "around=" in asked:
            assert "around=closed" in asked
            assert "&from=&" in asked
    places = {asked.partition("&at=")[2].partition("&")[0] for asked in heard.asked} - {""}
    assert len(places) == 2  # view and done
    names = {name.lower() for headers in heard.headers for name in headers}
    assert names.isdisjoint({"cookie", "referer"})


def test_a_page_without_a_pixel_asks_nothing(label: House, enter: Enter):
    page = enter(label.page)

    expect(page.locator(".allow")).to_have_count(0)
    answer = page.request.get(label.page)
    assert "frame-src" not in answer.headers["content-security-policy"]


def set_artist(label: House, *, domain: str, pixels: str) -> None:
    file = label.stage.folder / "artist.yaml"
    file.write_text(_ARTIST.format(domain=domain, pixels=pixels))
    done = label.stage.product.run("artist", "apply", str(file))
    assert done.returncode == 0, done.stderr


def allow_on_the_artists_page(page: Page, heard: Listeners, *, at_base: str) -> None:
    """On their own domain first, and then at the base address, where nothing was allowed yet."""
    assert heard.asked == []
    page.get_by_role("button", name="Allow", exact=True).click()
    wait_for(page, heard, events=_VIEWED)
    page.goto(at_base)
    expect(page.get_by_role("region", name="Pixels")).to_be_visible()
    page.wait_for_load_state("networkidle")
    wait_for(page, heard, events=_VIEWED)
    page.get_by_role("button", name="Allow", exact=True).click()
    wait_for(page, heard, events=sorted([*_VIEWED, *_VIEWED]))


def test_a_fan_goes_the_whole_way_on_the_artists_own_domain(
    label: House, enter: Enter, heard: Listeners
):
    label.sim.add_fan("at-home", country="DE")
    address = label.open_campaign("at-home", title="At Home")
    set_artist(label, domain=DOMAIN, pixels=_PIXELS)
    port = urlsplit(label.base_url).port
    own = f"http://{DOMAIN}:{port}"
    try:
        page = enter(f"{own}/at-home?lang=de")
        while page.get_by_role("heading", level=1, name="At Home").count() == 0:
            page.wait_for_timeout(200)  # hosts are read every two seconds
            page.reload()
        look_quickly(page, "own-domain")
        page.goto(f"{own}/at-home")
        connect_spotify(page, fan="at-home")
        expect(page).to_have_url(f"{own}/at-home/thanks")
        expect(page.get_by_role("heading", level=1)).to_have_text("You're in.")
        look_quickly(page, "own-domain-thanks")
        assert {cookie["name"] for cookie in page.context.cookies(own)} == {"countin_ticket"}
        page.get_by_role("link", name="Your own page").click()
        expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
        assert page.url.startswith(f"{label.base_url}/me/")
        page.goto(f"{own}/")
        look_quickly(page, "own-domain-artist")
        allow_on_the_artists_page(page, heard, at_base=f"{label.base_url}/@the-held-notes")
        plain = enter(f"{own}/at-home", java_script_enabled=False)
        plain.get_by_role("button", name="Remind me").first.or_(
            plain.get_by_role("button", name="Pre-save on Spotify")
        ).first.click()
        plain.get_by_role("button", name="Go on").click()
        assert not plain.url.startswith(own)
    finally:
        set_artist(label, domain="none", pixels="pixels: {}")
    assert address == f"{label.base_url}/at-home"
