"""Codes and tokens live, rotate and die as the facts say."""

import pytest

from simulator.clock import read_iso
from simulator.ledger.grants import six_months_after
from tests.simulator.caller import RETURN, VERIFIER, Answer, SpotifyCaller, challenge


def refused(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.json["error"], answer.json["error_description"]


INVALID_CODE = (400, "invalid_grant", "Invalid authorization code")
REVOKED = (400, "invalid_grant", "Refresh token revoked")


def test_a_code_is_exchanged_for_tokens_of_the_scopes_agreed_to(spotify: SpotifyCaller):
    tokens = spotify.connect("ada", scope="user-library-modify")

    assert tokens["scope"] == "user-library-modify"
    assert tokens["expires_in"] == 3600
    assert tokens["token_type"] == "Bearer"
    assert spotify.api("GET", "/me", tokens["access_token"]).json["id"] == "user-ada"


def test_a_code_is_good_once(spotify: SpotifyCaller):
    code = spotify.code("ada")
    spotify.exchange(code)

    assert refused(spotify.exchange(code)) == INVALID_CODE
    assert spotify.sim.look("complaints")["kinds"] == {"code_reused": 1}


def test_a_code_is_good_for_a_minute(spotify: SpotifyCaller):
    code = spotify.code("ada")
    spotify.sim.tell("clock", {"offset_seconds": 61})

    assert refused(spotify.exchange(code))[:2] == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changes",
    [{"redirect_uri": RETURN + "x"}, {"code_verifier": "w" * 50}, {"code_verifier": ""}],
)
def test_a_code_needs_its_redirect_address_and_verifier(
    spotify: SpotifyCaller, changes: dict[str, str]
):
    code = spotify.code("ada")

    assert refused(spotify.exchange(code, **changes))[:2] == (400, "invalid_grant")
    assert spotify.exchange(code).status == 200


def test_a_verifier_shorter_than_43_characters_is_refused(spotify: SpotifyCaller):
    code = spotify.code("ada", code_challenge=challenge("short"))

    assert refused(spotify.exchange(code, code_verifier="short"))[:2] == (400, "invalid_grant")


def test_a_code_belongs_to_its_app(spotify: SpotifyCaller):
    code = spotify.code("ada")
    other = SpotifyCaller(spotify.sim, client_id="simulated-development")

    assert refused(other.exchange(code)) == INVALID_CODE


def test_a_wrong_secret_or_app_is_an_invalid_client(spotify: SpotifyCaller):
    form = {"grant_type": "client_credentials", "client_id": "simulated-extended"}

    wrong = spotify.token_without_secret(**form, client_secret="guess")
    unknown = spotify.token_without_secret(grant_type="client_credentials", client_id="x")

    assert [refused(wrong)[1], refused(unknown)[1]] == ["invalid_client", "invalid_client"]


def test_unknown_grant_types_and_bodies_that_are_no_form_are_refused(spotify: SpotifyCaller):
    assert refused(spotify.token(grant_type="password"))[1] == "unsupported_grant_type"
    assert refused(spotify.token())[1] == "unsupported_grant_type"


def test_a_confidential_refresh_keeps_its_refresh_token(spotify: SpotifyCaller):
    tokens = spotify.connect("ada")

    first, second = (spotify.refresh(tokens["refresh_token"]) for _time in range(2))

    assert [first.status, second.status] == [200, 200]
    assert "refresh_token" not in first.json
    assert spotify.api("GET", "/me", second.json["access_token"]).status == 200


def test_a_public_client_gets_a_new_refresh_token_each_time(spotify: SpotifyCaller):
    form = {
        "grant_type": "authorization_code",
        "code": spotify.code("ada"),
        "redirect_uri": RETURN,
        "code_verifier": VERIFIER,
        "client_id": spotify.client_id,
    }
    old = spotify.token_without_secret(**form).json["refresh_token"]
    again = {"grant_type": "refresh_token", "client_id": spotify.client_id}

    new = spotify.token_without_secret(refresh_token=old, **again).json["refresh_token"]

    assert new != old
    assert refused(spotify.token_without_secret(refresh_token=old, **again)) == REVOKED


def test_under_rotation_the_old_refresh_token_is_dead_at_once(spotify: SpotifyCaller):
    old = spotify.connect("ada")["refresh_token"]
    spotify.sim.tell("scenario", {"name": "rotating-tokens"})

    new = spotify.refresh(old).json["refresh_token"]

    assert refused(spotify.refresh(old)) == REVOKED
    assert spotify.refresh(new).status == 200
    assert spotify.sim.look("complaints")["kinds"] == {"dead_refresh_token": 1}


def test_a_grant_ends_six_months_after_authorization_and_refreshing_does_not_help(
    spotify: SpotifyCaller,
):
    tokens = spotify.connect("ada")
    spotify.sim.tell("clock", {"offset_seconds": 180 * 86_400})
    early = spotify.refresh(tokens["refresh_token"])
    spotify.sim.tell("clock", {"offset_seconds": 185 * 86_400})

    assert early.status == 200
    assert refused(spotify.refresh(tokens["refresh_token"]))[:2] == (400, "invalid_grant")


def test_six_months_after_the_end_of_august_is_the_end_of_february():
    ends = six_months_after(read_iso("2026-08-31T10:00:00Z").timestamp())

    assert ends == read_iso("2027-02-28T10:00:00Z").timestamp()


def test_revoking_at_the_service_ends_refresh_and_access(spotify: SpotifyCaller):
    tokens = spotify.connect("ada")
    others = spotify.connect("ben")

    spotify.sim.tell("fans/ada/revoke", {"service": "spotify"})

    assert refused(spotify.refresh(tokens["refresh_token"])) == REVOKED
    assert spotify.api("GET", "/me", tokens["access_token"]).status == 401
    assert spotify.refresh(others["refresh_token"]).status == 200


def test_connecting_again_after_a_revocation_works(spotify: SpotifyCaller):
    spotify.connect("ada")
    spotify.sim.tell("fans/ada/revoke")

    again = spotify.connect("ada")

    assert spotify.refresh(again["refresh_token"]).status == 200


def test_an_access_token_expires_after_an_hour(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.sim.tell("clock", {"offset_seconds": 3601})

    answer = spotify.api("GET", "/me", access)

    assert answer.status == 401
    assert answer.error == {"status": 401, "message": "The access token expired"}


def test_an_unknown_or_missing_access_token_is_401(spotify: SpotifyCaller):
    assert spotify.api("GET", "/me", "guess").error["message"] == "Invalid access token"
    assert spotify.api("GET", "/me", "").status == 401


def test_expired_access_tokens_are_forgotten_once_there_are_many(spotify: SpotifyCaller):
    service = spotify.sim.world.spotify
    first, second = spotify.own_access(), spotify.own_access()
    service.forget_at = 2
    spotify.sim.tell("clock", {"offset_seconds": 3_601})

    third = spotify.own_access()

    assert list(service.access_tokens) == [third]
    assert len({first, second, third}) == 3
