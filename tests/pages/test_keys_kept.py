"""Keys stay with the browser they were given to."""

import json

import pytest

from countin.campaigns.models import Channel
from countin.config.access_log import readable_path
from countin.fans.models import Fan
from tests.pages.door import SLUG, Browser

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
