"""Development mode, limits, and calls made in spite of them."""

import time

import pytest

from tests.simulator.caller import PUBLISHED, SpotifyCaller

UNREGISTERED = "User not registered in the Developer Dashboard"


@pytest.fixture
def guests(spotify: SpotifyCaller) -> SpotifyCaller:
    spotify.sim.add_fan("guest", allow_listed=True)
    return SpotifyCaller(spotify.sim, client_id="simulated-development")


def test_a_listed_account_may_connect_and_save_in_development_mode(guests: SpotifyCaller):
    access = guests.access("guest")

    me = guests.api("GET", "/me", access)

    assert me.json["account_id"] == "account-guest"
    assert guests.save(access, PUBLISHED).status == 200


def test_others_get_a_token_and_then_403_to_everything(guests: SpotifyCaller):
    access = guests.access("ada")

    me, saved = guests.api("GET", "/me", access), guests.save(access, PUBLISHED)

    assert me.error == {"status": 403, "message": UNREGISTERED}
    assert saved.status == 403


def test_the_403_may_be_a_bare_string(guests: SpotifyCaller):
    guests.sim.tell("settings", {"unregistered_answer": "bare"})

    me = guests.api("GET", "/me", guests.access("ada"))

    assert (me.status, me.text) == (403, UNREGISTERED)


def test_the_scenario_puts_an_extended_app_into_development_mode(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "development-mode", "answer": "bare"})

    assert spotify.api("GET", "/me", access).text == UNREGISTERED


def test_me_shows_country_and_product_only_to_extended_apps_with_the_scope(
    spotify: SpotifyCaller, guests: SpotifyCaller
):
    scope = "user-read-private user-read-email"

    extended = spotify.api("GET", "/me", spotify.access("guest", scope=scope)).json
    least = spotify.api("GET", "/me", spotify.access("guest")).json
    development = guests.api("GET", "/me", guests.access("guest", scope=scope)).json

    assert (extended["country"], extended["product"]) == ("US", "premium")
    assert {"country", "email", "product"} & {*least, *development} == set()


def test_an_app_lists_five_accounts_and_no_more(spotify: SpotifyCaller):
    for number in range(5):
        spotify.sim.add_fan(f"guest-{number}", allow_listed=True)

    with pytest.raises(Exception, match="5 accounts, no more"):
        spotify.sim.add_fan("guest-5", allow_listed=True)


def test_a_lapsed_owner_is_403_to_everything(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", "owner-premium-lapsed")

    answer = spotify.api("GET", "/me", access)

    assert answer.status == 403
    assert answer.error["message"].startswith("Active premium subscription required")


def test_too_many_calls_in_the_window_are_429_naming_when_a_place_frees(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "rate-limited", "limit": 2, "grace_seconds": 60.0})

    answers = [spotify.api("GET", "/me", access) for _time in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "30"
    assert "reason" not in answers[2].error


def test_after_the_wait_the_app_may_call_again(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "rate-limited", "limit": 1})
    spotify.api("GET", "/me", access)
    wait = int(spotify.api("GET", "/me", access).headers["Retry-After"])

    spotify.sim.tell("clock", {"offset_seconds": wait})

    assert spotify.api("GET", "/me", access).status == 200
    assert spotify.sim.look("complaints")["total"] == 0


def test_a_call_while_cooling_down_is_a_complaint_after_the_grace(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "rate-limited", "limit": 1, "grace_seconds": 0.1})
    for _time in range(3):  # the third was on its way when the second was refused
        spotify.api("GET", "/me", access)
    before = spotify.sim.look("complaints")["total"]

    time.sleep(0.15)
    late = spotify.api("GET", "/search?type=album&q=a", spotify.own_access())

    assert (before, late.status) == (0, 429)
    assert spotify.sim.look("complaints")["kinds"] == {"call_while_cooling_down": 1}


def test_the_window_may_run_on_real_time(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell(
        "scenario",
        {"name": "rate-limited", "limit": 1, "clock": "real", "window_seconds": 0.5},
    )
    spotify.api("GET", "/me", access)
    spotify.sim.tell("clock", {"offset_seconds": 100})
    refused = spotify.api("GET", "/me", access)

    time.sleep(0.6)

    assert refused.status == 429
    assert spotify.api("GET", "/me", access).status == 200


def test_the_window_is_the_app_s_own(spotify: SpotifyCaller, guests: SpotifyCaller):
    spotify.sim.tell("scenario", {"name": "rate-limited", "limit": 1})
    mine, theirs = spotify.access("ada"), guests.access("guest")
    spotify.api("GET", "/me", mine)

    assert spotify.api("GET", "/me", mine).status == 429
    assert guests.api("GET", "/me", theirs).status == 200


def test_a_ban_lasts_many_hours_says_no_word_why_and_ends(spotify: SpotifyCaller):
    spotify.sim.tell("scenario", {"name": "banned", "after": 1})
    tokens = spotify.connect("ada")
    first = spotify.api("GET", "/me", tokens["access_token"])
    banned = spotify.api("GET", "/me", tokens["access_token"])

    spotify.sim.tell("clock", {"offset_seconds": 64_800})
    access = spotify.refresh(tokens["refresh_token"]).json["access_token"]

    assert (first.status, banned.status) == (200, 429)
    assert "reason" not in banned.error
    assert banned.headers["Retry-After"] == "64800"
    assert spotify.api("GET", "/me", access).status == 200


def test_a_spent_quota_says_so_for_a_day_and_is_then_renewed(spotify: SpotifyCaller):
    spotify.sim.tell("scenario", {"name": "quota-exhausted", "after": 1})
    tokens = spotify.connect("ada")
    first = spotify.api("GET", "/me", tokens["access_token"])
    spent = spotify.api("GET", "/me", tokens["access_token"])

    spotify.sim.tell("clock", {"offset_seconds": 86_400})
    access = spotify.refresh(tokens["refresh_token"]).json["access_token"]
    renewed = [spotify.api("GET", "/me", access).status for _time in range(3)]

    assert (first.status, spent.status) == (200, 429)
    assert spent.error["reason"] == "QUOTA_EXCEEDED"
    assert spent.headers["Retry-After"] == "86400"
    assert renewed == [200, 200, 200]
