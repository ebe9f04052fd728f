"""Scenarios that strike whatever is asked."""

import http.client
from collections import Counter

import pytest

from tests.simulator.caller import EP, PUBLISHED, AppleCaller, SpotifyCaller


def fans(spotify: SpotifyCaller, *, count: int) -> dict[str, dict[str, str]]:
    names = [f"fan-{number:02}" for number in range(count)]
    spotify.sim.tell("fans", [{"id": name} for name in names])
    return {name: spotify.connect(name) for name in names}


def status_or_cut(spotify: SpotifyCaller, access: str) -> int | str:
    try:
        return spotify.save(access, PUBLISHED).status
    except (http.client.RemoteDisconnected, ConnectionResetError):
        return "cut"


def test_flaky_answers_a_share_with_5xx_and_cuts_some_unheard(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "flaky", "share": 0.4, "cut_share": 0.2})

    seen = Counter(status_or_cut(spotify, access) for _time in range(120))

    assert set(seen) == {200, 500, 502, 503, "cut"}
    assert 30 <= seen[500] + seen[502] + seen[503] <= 60
    assert 10 <= seen["cut"] <= 40
    writes = spotify.sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]["writes"]
    assert writes[PUBLISHED]["count"] == seen[200]


def test_flaky_can_be_kept_to_some_addresses(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell(
        "scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.0, "endpoints": ["PUT /me/lib"]}
    )

    assert spotify.api("GET", "/me", access).status == 200
    assert spotify.save(access, PUBLISHED).status >= 500


def test_cut_loses_the_answer_after_the_write_was_applied(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("scenario", {"name": "cut", "share": 1.0})

    lost, retried = status_or_cut(spotify, access), status_or_cut(spotify, access)

    shown = spotify.sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]
    assert (lost, retried) == ("cut", 200)
    assert shown["saved"] == [PUBLISHED]
    assert shown["writes"][PUBLISHED]["count"] == 2
    assert spotify.sim.look("calls")["services"]["spotify"]["PUT /me/library"] == {
        "cut": 1,
        "200": 1,
    }


def test_a_cut_refresh_under_rotation_is_no_complaint(spotify: SpotifyCaller):
    old = spotify.connect("ada")["refresh_token"]
    cut = {"name": "cut", "share": 1.0, "refresh": True}
    spotify.sim.tell("scenario", ["rotating-tokens", cut])

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        spotify.refresh(old)

    assert spotify.refresh(old).json["error"] == "invalid_grant"
    assert spotify.sim.look("complaints")["total"] == 0


def test_revoked_ends_the_grants_of_a_share_and_names_them(spotify: SpotifyCaller):
    tokens = fans(spotify, count=20)

    struck = spotify.sim.tell("scenario", {"name": "revoked", "share": 0.25})["fans"]

    refused = [
        name
        for name, each in tokens.items()
        if spotify.refresh(each["refresh_token"]).status == 400
    ]
    assert len(struck) == 5
    assert refused == struck


def test_revoked_may_name_its_fans(spotify: SpotifyCaller):
    ada, ben = spotify.connect("ada"), spotify.connect("ben")

    spotify.sim.tell("scenario", {"name": "revoked", "fans": ["ada"]})

    assert spotify.refresh(ada["refresh_token"]).status == 400
    assert spotify.refresh(ben["refresh_token"]).status == 200


def test_an_outage_says_revoked_falsely_and_passes(spotify: SpotifyCaller):
    tokens = spotify.connect("ada")
    spotify.sim.tell(
        "scenario", {"name": "outage-says-revoked", "share": 1.0, "for_seconds": 600.0}
    )
    during = spotify.refresh(tokens["refresh_token"])

    spotify.sim.tell("clock", {"offset_seconds": 601})

    assert during.json["error_description"] == "Refresh token revoked"
    assert spotify.refresh(tokens["refresh_token"]).status == 200


def test_a_password_change_ends_grants_at_both_services(spotify: SpotifyCaller, apple: AppleCaller):
    tokens = spotify.connect("ada")
    old = apple.user_token("ada")

    spotify.sim.tell("scenario", {"name": "password-changed", "fans": ["ada"], "days": 2.0})

    fresh = apple.user_token("ada")
    shown = apple.api("GET", "/me/storefront", user_token=fresh)
    assert spotify.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert apple.api("GET", "/me/storefront", user_token=old).status == 403
    assert (shown.status, shown.json["errors"][0]["code"]) == (403, "40300")


def test_apple_takes_fresh_tokens_again_some_days_after_the_change(apple: AppleCaller):
    apple.sim.tell("fans/ada/password", {"service": "apple_music", "days": 1})

    apple.sim.tell("clock", {"offset_seconds": 86_401})

    fresh = apple.user_token("ada")
    assert apple.api("GET", "/me/storefront", user_token=fresh).status == 200


@pytest.mark.parametrize(
    ("scenario", "late_markets"),
    [
        ({"name": "not-yet-in-catalogue", "minutes": 30.0}, ["DE", "US"]),
        ({"name": "not-yet-in-catalogue", "minutes": 30.0, "release": "first-water"}, []),
        ({"name": "late-in-one-market", "market": "DE", "minutes": 30.0}, ["DE"]),
    ],
)
def test_a_release_may_be_late(
    spotify: SpotifyCaller, scenario: dict[str, object], late_markets: list[str]
):
    spotify.sim.tell(
        "releases/midnight-windows/availability",
        {"timing": "global", "at": "2026-12-18T05:00:00Z"},
    )
    spotify.sim.tell("scenario", scenario)
    path = f"/albums/{EP.split(':')[2]}"

    def late(now: str) -> list[str]:
        spotify.sim.tell("clock", {"now": now})
        access = spotify.own_access()
        return [
            market
            for market in ("DE", "US")
            if spotify.api("GET", f"{path}?market={market}", access).status == 404
        ]

    assert late("2026-12-18T05:29:00Z") == late_markets
    assert late("2026-12-18T05:31:00Z") == []


def test_scenarios_combine_take_each_other_s_place_and_end_with_calm(spotify: SpotifyCaller):
    def names(answer: dict[str, list[dict[str, str]]]) -> set[str]:
        return {each["name"] for each in answer["active"]}

    tell = spotify.sim.tell
    assert names(tell("scenario", ["flaky", "rotating-tokens"])) == {"flaky", "rotating-tokens"}
    assert names(tell("scenario", "cut")) == {"cut"}
    assert names(tell("scenario", {"name": "flaky", "add": True})) == {"cut", "flaky"}
    assert names(tell("scenario", "calm")) == set()
