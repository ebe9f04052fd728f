"""Limits: a carrier's thousands pass, a browser gone wild and forged returns do not."""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from countin.config.environment import BadSetting, read_values
from countin.config.limits import read_limits
from countin.pages import limits
from countin.pages.limits import Limits
from countin.presaves.models import Authorization
from tests.pages.door import RETURN, SLUG, Browser, page_of
from tests.providers.spotify_stage import agree

CARRIER = "93.184.216.{}"
ELSEWHERE = "198.35.26.{}"


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    limits._counters.cache_clear()
    yield
    limits._counters.cache_clear()


def allow(settings, **texts: str) -> None:
    values = read_values({"COUNTIN_CONFIG": "none.toml", **texts})
    settings.LIMITS = read_limits(values)


def press(address: str, *, cookie: str = "", path: str = "/connect/spotify") -> HttpResponse:
    """A press that the doors behind would answer with 303."""
    request = RequestFactory().post(path, {"campaign": SLUG}, REMOTE_ADDR=address)
    if cookie:
        request.COOKIES["countin_browser"] = cookie
    return Limits(lambda _request: HttpResponse(status=303))(request)


def test_three_thousand_fans_behind_one_carrier_pass_within_a_minute(settings):
    allow(settings)

    answers = [press(CARRIER.format(n % 250), cookie=f"browser {n}") for n in range(3000)]

    assert {answer.status_code for answer in answers} == {303}


def test_one_network_beyond_all_measure_has_to_wait_and_no_other(settings):
    allow(settings, COUNTIN_LIMIT_NETWORK="20/minute")

    answers = [press(CARRIER.format(n)) for n in range(25)]
    other = press(ELSEWHERE.format(1))

    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 5
    assert other.status_code == 303


def test_an_ipv6_network_is_48_bits(settings):
    allow(settings, COUNTIN_LIMIT_NETWORK="20/minute")

    answers = [press(f"2a02:8109:8f00:{n:x}::1") for n in range(21)]
    other = press("2a02:8109:8f01::1")

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert other.status_code == 303


def test_a_browser_gone_wild_has_to_wait_and_its_neighbor_does_not(settings):
    allow(settings, COUNTIN_LIMIT_BROWSER="5/minute")

    wild = [press(CARRIER.format(7), cookie="wild") for _ in range(6)]
    neighbor = press(CARRIER.format(7), cookie="calm")

    assert [answer.status_code for answer in wild] == [303] * 5 + [429]
    assert neighbor.status_code == 303


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.3.4", "172.17.0.1", "::1", ""])
def test_a_proxy_that_stands_in_front_of_everybody_is_no_network(settings, address):
    allow(settings, COUNTIN_LIMIT_NETWORK="2/minute")

    answers = [press(address) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {303}


def test_looking_is_never_limited(settings):
    allow(settings, COUNTIN_LIMIT_NETWORK="1/minute", COUNTIN_LIMIT_BROWSER="1/minute")
    look = Limits(lambda _request: HttpResponse())

    answers = [look(RequestFactory().get("/x", REMOTE_ADDR=CARRIER.format(1))) for _ in range(9)]

    assert {answer.status_code for answer in answers} == {200}


def from_network(address: str) -> Browser:
    browser = Browser()
    browser.client.defaults["REMOTE_ADDR"] = address
    return browser


def test_the_page_says_how_long_to_wait(door, settings):
    allow(settings, COUNTIN_LIMIT_NETWORK="1/minute")
    browser = from_network(CARRIER.format(1))
    browser.go_to_spotify()

    answer = browser.press("/connect/spotify", campaign=SLUG)

    wait = answer["Retry-After"]
    assert answer.status_code == 429
    assert 1 <= int(wait) <= 120
    unit = "second" if wait == "1" else "seconds"
    assert f"wait {wait} {unit}, then load this page again" in page_of(answer)
    assert answer["Cache-Control"] == "no-store"


def test_the_script_of_a_page_is_told_in_its_own_form(door, settings):
    allow(settings, COUNTIN_LIMIT_NETWORK="1/minute")
    browser = from_network(CARRIER.format(1))
    browser.go_to_spotify()

    answer = browser.hand_over(state="s", token="t")

    assert answer.status_code == 429
    assert set(json.loads(answer.content)) == {"title", "words"}


def test_forged_returns_stop_the_network_they_come_from_and_nobody_else(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="5/minute")
    forger, fan = from_network(CARRIER.format(1)), from_network(ELSEWHERE.format(1))

    forged = [forger.look(RETURN, state=f"made-up-{n}", code="c") for n in range(7)]
    answer = fan.connect()

    assert [one.status_code for one in forged] == [400] * 5 + [429] * 2
    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}/thanks")


def test_forged_codes_reach_the_service_only_so_often(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="3/minute")
    forger = from_network(CARRIER.format(1))

    for _ in range(6):
        state = agree(forger.go_to_spotify(), fan="ada")["state"]
        forger.look(RETURN, state=state, code="made-up")

    assert Authorization.objects.filter(outcome="failed").count() == 3
    assert Authorization.objects.filter(returned_at__isnull=True).count() == 3


def test_a_fan_beside_a_forger_comes_back_at_once(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="5/minute")
    fan, forger = from_network(CARRIER.format(2)), from_network(CARRIER.format(1))
    back = agree(fan.go_to_spotify(), fan="ada")

    forged = [forger.look(RETURN, state=f"made-up-{n}", code="c") for n in range(6)]
    stolen = forger.look(RETURN, **back)
    answer = fan.look(RETURN, **back)
    again = fan.look(RETURN, **back)

    assert [one.status_code for one in [*forged, stolen]] == [400] * 5 + [429] * 2
    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}/thanks")
    assert (again.status_code, again["Location"]) == (303, f"/{SLUG}/thanks")


def test_a_fan_beside_a_forger_hands_over_a_token_at_once(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="1/minute")
    fan, forger = from_network(CARRIER.format(2)), from_network(CARRIER.format(1))
    fan.press("/connect/apple_music", campaign=SLUG)
    state = fan.client.cookies["countin_state"].value
    token = door.music_user_token(fan, fan="ada")

    forged = [forger.hand_over(state="made-up", token="t") for _ in range(3)]
    answer = fan.hand_over(state=state, token=token)

    assert forged[-1].status_code == 429
    assert (answer.status_code, json.loads(answer.content)) == (200, {"next": f"/{SLUG}/thanks"})


def test_a_state_without_its_cookie_is_a_strangers(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="1/minute")
    fan = from_network(CARRIER.format(2))
    back = agree(fan.go_to_spotify(), fan="ada")
    from_network(CARRIER.format(1)).look(RETURN, state="made-up", code="c")

    cookies, fan.client.cookies = fan.client.cookies, SimpleCookie()
    waiting = fan.look(RETURN, **back)
    fan.client.cookies = cookies
    later = fan.look(RETURN, **back)

    assert waiting.status_code == 429
    assert (later.status_code, later["Location"]) == (303, f"/{SLUG}/thanks")


def test_cancelled_and_late_returns_are_not_bad(door, settings):
    allow(settings, COUNTIN_LIMIT_BAD_RETURNS="1/minute")
    fan = from_network(CARRIER.format(2))

    for _ in range(3):
        state = agree(fan.go_to_spotify(), fan="ada")["state"]
        answer = fan.look(RETURN, state=state, error="access_denied")

    assert answer.status_code == 200


@pytest.mark.parametrize("text", [" ", "many", "10", "10/fortnight"])
def test_a_limit_that_is_none_is_refused_by_name(text):
    given = {"COUNTIN_CONFIG": "none.toml", "COUNTIN_LIMIT_NETWORK": text}

    with pytest.raises(BadSetting, match="COUNTIN_LIMIT_NETWORK must look like"):
        read_limits(read_values(given))
