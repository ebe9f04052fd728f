"""The fans of a campaign at both sizes: found by what they confirmed, with the proof of it; taken
along; erased for one who asks."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.house import House
from tests.browser.mailbox import link_in
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer
from tests.browser.studio.publishing import promise, publish
from tests.journeys.phone import Phone

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_fans_are_found_with_proof_exported_and_erased(size: Size, label: House, sit: Sit):
    address = f"fay-{size.name}@example.org"
    owner = sit(label, size)
    slug = publish(owner, label, title=f"Held on a {size.name}", channels="newsletter")
    own_page = promise(label, slug, fan=f"held-{size.name}", via="newsletter")
    _ask_reminder(label, slug=slug, address=address)
    owner.follow("Fans")
    expect(_lines(owner)).to_have_count(2)
    owner.follow("promised")
    expect(_lines(owner)).to_have_count(1)
    _search(owner, own_page)
    expect(_lines(owner)).to_contain_text(["Pre-save, Spotify"])
    _search(owner, address.upper())

    expect(_lines(owner)).to_contain_text([address])
    owner.touch(_lines(owner).locator("summary"))
    expect(_lines(owner).get_by_text("version ")).to_be_visible()
    owner.look("studio-fans")
    with owner.page.expect_download() as kept:
        owner.touch(owner.page.get_by_role("link", name="Download all as CSV"))
    told = kept.value.path().read_text()
    assert (address in told, "newsletter" in told, len(told.splitlines())) == (True, True, 3)
    for given in (address, own_page):
        owner.fill(
            "Their e-mail address, or the address of their own page (it has /me/ in it)", given
        )
        owner.press("Erase them")
        owner.reads("Everything about them is deleted.")
    _search(owner, address)
    owner.reads("Nothing is found here.")


def _ask_reminder(house: House, *, slug: str, address: str) -> None:
    """Where this campaign reminds, confirmed by the letter's link."""
    phone = Phone()
    page = phone.press(phone.open(f"{house.base_url}/{slug}"), "Remind me for Apple Music")
    phone.press(page, "Remind me by e-mail", fill={"E-mail address": address})
    letter = house.mailbox.letter_to(address, about="/confirm/")
    phone.press(phone.open(link_in(letter, path="/confirm/")), "Yes, remind me")


def _search(owner: Organizer, given: str) -> None:
    owner.page.get_by_role("searchbox").fill(given)
    owner.press("Search")


def _lines(owner: Organizer) -> Locator:
    return owner.page.get_by_role("group", name="Fans").locator("tbody tr")
