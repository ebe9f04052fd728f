"""Keys stay with the browser they were given to."""

import json

import pytest

from countin.campaigns.models import Channel
from countin.config.access_log import readable_path
from countin.fans.models import Fan
from tests.pages.door import RETURN, SLUG, Browser
from tests.providers.spotify_stage import agree

_NAMES = ("countin_browser", "countin_fan")


@pytest.fixture
def over_https(settings) -> None:
    settings.COOKIES_SECURE = True


def test_over_https_every_cookie_is_one_that_no_other_host_can_plant(over_https, door, browser):
    browser.connect()
    browser.press("/connect/apple_music", campaign=SLUG)

    cookies = browser.client.cookies
    # Which service was pressed last names nobody: planted, it moves a button.
    ours = {"__Host-countin_browser", "__Host-countin_fan", "__Host-countin_state"}
    assert set(cookies) == {*ours, "service"}
    assert {(c["secure"], c["path"], c["domain"]) for c in cookies.values()} == {(True, "/", "")}


@pytest.mark.parametrize("name", _NAMES)
def test_over_https_a_cookie_without_the_mark_counts_for_nothing(over_https, door, browser, name):
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    other = Browser()
    other.client.cookies[name] = browser.client.cookies["__Host-countin_fan"].value

    other.press(f"/{SLUG}/remind/spotify", campaign=SLUG)

    assert Fan.objects.count() == 2


def test_over_https_erasing_takes_the_cookie_away(over_https, door, browser):
    browser.connect()
    key = browser.client.cookies["__Host-countin_fan"].value

    browser.press(f"/me/{key}/erase")

    assert browser.client.cookies["__Host-countin_fan"].value == ""


def come_back(browser: Browser) -> dict[str, str]:
    """Promise; gives what stands in the address by which the browser came back."""
    sent = agree(browser.go_to_spotify(), fan="ada")
    browser.look(RETURN, **sent)
    return sent


def test_who_left_a_shared_browser_is_not_found_again_by_its_back_button(door, browser):
    sent, page = come_back(browser), browser.own_page()
    cookie = browser.client.cookies["countin_browser"].value

    browser.press("/me/leave", campaign=SLUG)
    left = {name: morsel.value for name, morsel in browser.client.cookies.items()}
    browser.client.cookies["countin_browser"] = cookie  # were it kept all the same
    again = browser.look(RETURN, **sent)

    assert {left[name] for name in _NAMES} == {""}
    assert "Location" not in again
    assert browser.client.cookies["countin_fan"].value == ""
    assert browser.look(page).status_code == 200


@pytest.mark.parametrize("verb", ["address", "erase"])
def test_a_copied_cookie_and_a_used_return_give_no_key_to_a_page_that_moved(door, browser, verb):
    sent = come_back(browser)
    thief = Browser()
    thief.client.cookies["countin_browser"] = browser.client.cookies["countin_browser"].value

    browser.press(f"{browser.own_page()}/{verb}")
    answer = thief.look(RETURN, **sent)

    assert browser.client.cookies["countin_browser"].value == ""
    assert "Location" not in answer
    assert "countin_fan" not in thief.client.cookies


def test_a_page_whose_address_is_a_key_tells_the_next_page_only_our_host(door, browser):
    browser.connect()

    own, thanks = browser.look(browser.own_page()), browser.look(f"/{SLUG}/thanks")

    # Not "no-referrer": that would turn the Origin of the forms there into "null".
    assert (own["Referrer-Policy"], thanks["Referrer-Policy"]) == ("strict-origin",) * 2


def test_no_cache_keeps_an_answer_that_sets_a_cookie(door, browser):
    answers = [
        browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG),
        browser.press("/connect/spotify", campaign=SLUG),
        browser.connect(),
    ]

    assert [answer["Cache-Control"] for answer in answers] == ["no-store"] * 3


@pytest.mark.parametrize("path", ["/me/key", "/l/code", "/confirm/key", "/unsubscribe/key"])
def test_the_log_of_requests_holds_no_key(path):
    assert readable_path(path) == f"/{path.split('/')[1]}/…"


def test_a_state_that_is_no_text_is_answered(door, browser):
    answer = browser.hand_over(**json.loads('{"state": "\\ud800", "token": "t"}'))

    assert answer.status_code == 400


def test_a_form_with_zeros_in_it_is_answered(door, browser):
    lost = browser.press("/connect/spotify", campaign="\0")
    found = browser.look(f"/{SLUG}", via="\0")

    assert (lost.status_code, found.status_code) == (404, 200)
    assert Channel.objects.count() == 1
