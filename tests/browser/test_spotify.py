"""Spotify: from the landing page to the promise, and every other way it can end."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import (
    PRE_SAVE,
    answer,
    connect_spotify,
    expect_promise,
    press,
    wait_for_words,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("follows", [True, False], ids=["follow", "no-follow"])
def test_a_fan_connects_and_is_promised_what_was_ticked(
    label: House, arrive: Arrive, *, has_script: bool, follows: bool
):
    fan = f"ada-{has_script}-{follows}".lower()
    label.sim.add_fan(fan, country="DE")
    page = arrive(label, java_script_enabled=has_script).open(label.page)
    box = page.get_by_role("checkbox", name=re.compile("^Also follow .* on Spotify$"))
    expect(box).not_to_be_checked()

    if follows:
        box.check()
    press(page, PRE_SAVE)
    answer(page, fan=fan)

    expect_promise(page, service="Spotify")
    # The worker may have been there already.
    told = page.get_by_text(re.compile("You (will )?follow The Held Notes on Spotify"))
    expect(told).to_have_count(1 if follows else 0)


def test_the_sentence_beside_the_button_says_what_will_happen(label: House, arrive: Arrive):
    page = arrive(label).open(label.page)

    words = page.get_by_text("Midnight Windows by The Held Notes is saved to your Spotify library")
    follow = page.get_by_text("You follow The Held Notes on Spotify from now on.")
    expect(words.locator("visible=true")).to_have_count(1)
    expect(follow.locator("visible=true")).to_have_count(0)
    page.get_by_role("checkbox", name="Also follow").check()
    expect(words.locator("visible=true")).to_have_count(1)
    expect(follow.locator("visible=true")).to_have_count(1)


def test_cancelling_at_spotify_is_told_as_it_is(label: House, arrive: Arrive):
    label.sim.add_fan("cancels", country="DE")
    page = arrive(label).open(label.page)

    press(page, PRE_SAVE)
    answer(page, fan="cancels", button="Cancel")

    expect(page.get_by_text("You did not agree at Spotify")).to_be_visible()
    expect(page.get_by_role("button", name=PRE_SAVE)).to_be_visible()
    expect(page.get_by_role("button", name="Remind me for Spotify")).to_be_visible()
    look_well(page, "spotify-cancelled")


def test_another_browser_is_one_tap_away_from_the_promise(label: House, arrive: Arrive):
    label.sim.add_fan("moves", country="DE")
    inside_app = arrive(label).open(label.page)
    press(inside_app, PRE_SAVE)
    consent = inside_app.url

    page = arrive(label).open(consent)
    answer(page, fan="moves")
    expect(page.get_by_text("You began in another browser")).to_be_visible()
    look_well(page, "spotify-other-browser")
    press(page, PRE_SAVE)
    press(page, "Agree")

    expect_promise(page, service="Spotify")


def test_loading_the_return_again_changes_nothing(label: House, arrive: Arrive):
    label.sim.add_fan("reloads", country="DE")
    visitor = arrive(label)
    page = visitor.open(label.page)
    press(page, PRE_SAVE)
    with page.expect_request(re.compile(r"/connect/spotify/return\?")) as asked:
        answer(page, fan="reloads")
    expect_promise(page, service="Spotify")
    before = label.sim.look("complaints")["kinds"]

    again = visitor.open(asked.value.url)

    expect_promise(again, service="Spotify")
    assert again.get_by_text("saved to your Spotify library on").count() == 1
    assert label.sim.look("complaints")["kinds"] == before


def test_pressing_twice_makes_one_promise(label: House, arrive: Arrive):
    label.sim.add_fan("hurries", country="DE")
    page = arrive(label).open(label.page)

    page.get_by_role("button", name=PRE_SAVE).dblclick()
    page.get_by_label("Account").fill("hurries")
    page.get_by_role("button", name="Agree").dblclick()

    expect_promise(page, service="Spotify")
    assert page.get_by_text("saved to your Spotify library on").count() == 1


def test_a_promise_is_withdrawn_on_the_fans_own_page(label: House, arrive: Arrive):
    label.sim.add_fan("leaves", country="DE")
    page = arrive(label).open(label.page)
    page.get_by_role("checkbox", name="Also follow").check()
    press(page, PRE_SAVE)
    answer(page, fan="leaves")
    look_well(page, "thanks-spotify")
    page.get_by_role("link", name="Your own page").click()
    look_well(page, "own-page-promised")
    wait_for_words(page, "You follow The Held Notes on Spotify.")

    press(page, "Withdraw")

    expect(page.get_by_text("Nothing will be saved.")).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw", exact=True)).to_have_count(0)
    look_well(page, "own-page-withdrawn")


def test_a_returning_fan_is_told_of_their_promise(label: House, arrive: Arrive):
    label.sim.add_fan("returns", country="DE")
    page = arrive(label).open(label.page)
    connect_spotify(page, fan="returns")

    page.goto(label.page)

    expect(page.get_by_text("Your pre-save on Spotify is set.")).to_be_visible()
    look_well(page, "landing-promised")


def test_everything_is_erased_at_one_press(label: House, arrive: Arrive):
    label.sim.add_fan("vanishes", country="DE")
    page = arrive(label).open(label.page)
    connect_spotify(page, fan="vanishes")
    page.get_by_role("link", name="Your own page").click()
    address = page.url

    page.get_by_text("I want everything about me erased").click()
    press(page, "Erase everything")

    expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    look_well(page, "erased")
    page.goto(address)
    look_well(page, "own-page-gone")
