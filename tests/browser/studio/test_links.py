"""Tracked links at both sizes: a channel is named, gets a short address and a code to scan, and
there are pictures and texts to share it with."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer
from tests.browser.studio.publishing import publish

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_a_channel_gets_a_link_a_code_and_what_to_post(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    owner = sit(label, size)
    owner.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    slug = publish(owner, label, title=f"Shared on a {size.name}")
    owner.follow("Look and channels")
    owner.fill("Other channels, by comma", "gig-berlin")
    owner.press("Keep")
    owner.unfold("gig-berlin")
    owner.press("Make it short")
    owner.unfold("gig-berlin")
    owner.look("studio-campaign")
    field = owner.page.get_by_label("Short address for gig-berlin", exact=True)
    assert _copied(owner, "Short address for gig-berlin") == field.input_value()
    led = arrive(label, **size.browser).open(field.input_value())
    assert led.url.endswith(f"/{slug}?via=gig-berlin")
    _expect_loaded(owner.page.get_by_role("img", name=re.compile("^QR code .* by gig-berlin")))
    _share(owner, slug=slug)


def _share(owner: Organizer, *, slug: str) -> None:
    """In another language, of one channel: each length is copied whole, each picture kept."""
    owner.follow("Texts and pictures to share")
    owner.page.get_by_label("Channel", exact=True).select_option("gig-berlin")
    owner.page.get_by_label("Language", exact=True).select_option(label="Deutsch")
    owner.press("Show")
    owner.look("studio-kit")
    texts = owner.page.locator("textarea")
    lengths = {len(text.input_value()) for text in texts.all()}
    assert len(lengths) == texts.count() == 3
    for text in texts.all():
        expect(text).to_have_attribute("lang", "de")
    said = owner.page.get_by_role("button", name=re.compile("^Copy ")).first.inner_text()
    assert "/l/" in _copied(owner, said.removeprefix("Copy").strip())
    for picture in (
        owner.page.get_by_role("complementary", name="Pictures").get_by_role("img").all()
    ):
        _expect_loaded(picture)
    links = owner.page.get_by_role("link", name=re.compile("^Download the QR|^Download the pict"))
    assert {_kept(owner, link) for link in links.all()} == {
        f"{slug}-{name}" for name in ("card.png", "square.jpg", "story.jpg", "qr.svg")
    }


def _kept(owner: Organizer, link: Locator) -> str:
    """The name of the file that a press brings."""
    with owner.page.expect_download() as kept:
        owner.touch(link)
    return kept.value.suggested_filename


def _copied(owner: Organizer, what: str) -> str:
    owner.touch(owner.page.get_by_role("button", name=f"Copy {what}", exact=True))
    expect(owner.page.get_by_role("button", name=f"Copied {what}")).to_be_visible()
    text: str = owner.page.evaluate("navigator.clipboard.readText()")
    return text


def _expect_loaded(picture: Locator) -> None:
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
