"""Who may call Apple's API, and for whom."""

from typing import Any

import jwt
import pytest

from simulator.running import new_apple_key
from tests.simulator.caller import AppleCaller, ask

ORIGIN = "http://127.0.0.1:8000"
STOREFRONT = "/me/storefront"
ALBUM = "/catalog/us/albums/617154241"


def test_a_server_token_opens_the_catalogue(apple: AppleCaller):
    answer = apple.api("GET", ALBUM)

    assert answer.json["data"][0]["attributes"]["name"] == "Random Access Memories"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "OTHERTEAM1"},
        {"kid": "OTHERKEY01"},
        {"exp": 1_000_000_000},
        {"iat": 9_000_000_000, "exp": 9_000_003_600},
        {"key": new_apple_key()[0]},
    ],
)
def test_a_wrong_developer_token_is_401(apple: AppleCaller, changes: dict[str, Any]):
    answer = apple.api("GET", ALBUM, developer_token=apple.developer_token(**changes))

    assert answer.status == 401
    assert apple.sim.look("complaints")["kinds"] == {"bad_developer_token": 1}


@pytest.mark.parametrize(("seconds", "status"), [(15_777_000, 200), (15_778_000, 401)])
def test_a_developer_token_lives_six_months_at_most(apple: AppleCaller, seconds: int, status: int):
    now = int(apple.sim.world.clock.now())

    token = apple.developer_token(iat=now, exp=now + seconds)

    assert apple.api("GET", ALBUM, developer_token=token).status == status


def test_other_algorithms_are_refused(apple: AppleCaller):
    token = jwt.encode({"iss": "x"}, "k" * 32, algorithm="HS256", headers={"kid": "SIMKEY0001"})

    assert apple.api("GET", ALBUM, developer_token=token).status == 401


def test_a_page_s_token_works_from_its_origin_alone(apple: AppleCaller):
    token = apple.developer_token(origin=[ORIGIN])

    page = apple.api("GET", ALBUM, developer_token=token, origin=ORIGIN)
    other = apple.api("GET", ALBUM, developer_token=token, origin="https://elsewhere.example")
    server = apple.api("GET", ALBUM, developer_token=token)

    assert [page.status, other.status, server.status] == [200, 401, 401]
    assert page.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert apple.sim.look("complaints")["kinds"] == {
        "bad_developer_token": 2,
        "page_token_on_server_call": 1,
    }


def test_agreeing_gives_another_user_token_each_time(apple: AppleCaller):
    first, second = apple.user_token("ada"), apple.user_token("ada")

    assert first != second
    assert apple.api("GET", STOREFRONT, user_token=second).json["data"][0]["id"] == "de"


def test_cancelling_gives_none(apple: AppleCaller):
    assert apple.decide("ada", decision="cancel").json["result"] == "declined"


def test_the_pop_up_refuses_a_token_of_another_origin(apple: AppleCaller):
    answer = apple.decide("ada", token=apple.developer_token(origin=["https://other.example"]))

    assert answer.status == 400
    assert "not among the token" in answer.text


def test_a_pop_up_with_a_token_for_any_page_is_a_complaint(apple: AppleCaller):
    apple.decide("ada", token=apple.developer_token())

    assert apple.sim.look("complaints")["kinds"] == {"page_token_without_origin": 1}


@pytest.mark.parametrize("token", ["", "guess"])
def test_without_a_user_token_nothing_of_a_fan_is_shown(apple: AppleCaller, token: str):
    answer = apple.api("GET", STOREFRONT, user_token=token)

    error = answer.json["errors"][0]
    assert (answer.status, error["status"], error["code"]) == (403, "403", "40300")
    assert error["detail"] == "Invalid authentication"


def test_revoking_ends_the_user_token(apple: AppleCaller):
    token = apple.user_token("ada")

    apple.sim.tell("fans/ada/revoke", {"service": "apple_music"})

    assert apple.api("GET", STOREFRONT, user_token=token).status == 403


def test_the_script_and_the_preflight_are_served_to_pages(apple: AppleCaller):
    base = apple.sim.base_url

    script = ask(base, "GET", "/apple/musickit.js")
    preflight = ask(base, "OPTIONS", "/apple/v1/me/storefront", headers={"Origin": ORIGIN})

    assert "const SILENT = false;" in script.text
    assert "musickitloaded" in script.text
    assert preflight.status == 204
    assert "Music-User-Token" in preflight.headers["Access-Control-Allow-Headers"]


def test_a_silent_authorize_can_be_chosen(apple: AppleCaller):
    apple.sim.tell("settings", {"apple_authorize": "silent"})

    script = ask(apple.sim.base_url, "GET", "/apple/musickit.js")

    assert "const SILENT = true;" in script.text
