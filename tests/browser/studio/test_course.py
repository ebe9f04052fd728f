"""What becomes of a campaign, at both sizes: its date moves, it is paused and goes on, it is
copied, ended, put away. A fan with a promise reads all of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import PRE_SAVE, wait_for_words
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer, day_in
from tests.browser.studio.publishing import promise, publish

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_a_date_moves_and_a_pause_holds_and_the_fan_is_told(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    owner = sit(label, size)
    slug = publish(owner, label, title=f"Moved on a {size.name}")
    visitor = arrive(label, **size.browser)
    own_page = visitor.open(promise(label, slug, fan=f"mover-{size.name}"))
    day = day_in(44)
    owner.fill("New release date", day)
    owner.press("Move the date")

    owner.reads(f"The release date is {day} now.")
    own_page.reload()
    expect(own_page.locator(f"time[datetime^='{day}']").first).to_be_visible()
    owner.press("Pause")
    owner.reads("What was promised stays promised.")
    owner.look("studio-campaign-paused")
    landing = visitor.open(f"/{slug}")
    wait_for_words(landing, "This page is paused.")
    owner.press("Let it go on")
    owner.reads("It goes on.")
    wait_for_words(landing, PRE_SAVE)


@both_sizes
def test_a_copy_is_made_the_first_is_ended_and_both_are_put_away(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    title = f"Ended on a {size.name}"
    owner = sit(label, size)
    slug = publish(owner, label, title=title)
    visitor = arrive(label, **size.browser)
    own_page = visitor.open(promise(label, slug, fan=f"ender-{size.name}"))
    _copy(owner, title=f"Copied on a {size.name}")
    _put_away(owner, title=f"Copied on a {size.name}")
    owner.go_to(f"/studio/c/{slug}/")
    owner.follow("End it…")
    owner.reads("1 promise")
    owner.look("studio-end")
    owner.press("End it for good")

    owner.reads("It has ended.")
    own_page.reload()
    expect(own_page.get_by_text("ended").first).to_be_visible()
    wait_for_words(visitor.open(f"/{slug}"), "This campaign has ended")
    _put_away(owner, title=title)
    owner.follow(title)
    owner.press("Take it out of the archive")
    owner.reads("It is on the list again.")


def _copy(owner: Organizer, *, title: str) -> None:
    owner.follow("Duplicate")
    owner.look("studio-copy")
    owner.fill("Title of the new release", title)
    owner.fill("Its release date", day_in(90))
    owner.press("Make the copy")
    owner.reads("This is the copy, a draft.")
    expect(owner.page.get_by_label("Title")).to_have_value(title)
    owner.follow("Overview")
    owner.reads("draft")


def _put_away(owner: Organizer, *, title: str) -> None:
    """From its page to the archive, where it stands."""
    owner.press("Archive")
    owner.reads(f"“{title}” is in the archive, with its numbers.")
    owner.press_tab("Archive")
    expect(owner.page.get_by_role("link", name=title)).to_be_visible()
