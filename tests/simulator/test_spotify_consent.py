"""The consent page sends people back to the app only as the real one does."""

import pytest

from simulator.ledger.apps import SpotifyApp, is_allowed_redirect
from tests.simulator.caller import SpotifyCaller, returned


def test_the_page_names_the_app_the_scopes_in_words_and_both_buttons(spotify: SpotifyCaller):
    page = spotify.open_consent(fan="ada")

    assert page.status == 200
    assert "Count-In would like to" in page.text
    assert "Add and remove items in Your Library." in page.text
    assert 'value="ada"' in page.text
    assert ">Agree</button>" in page.text
    assert ">Cancel</button>" in page.text


def test_agreeing_returns_a_code_with_the_state(spotify: SpotifyCaller):
    answer = spotify.decide("ada")

    assert answer.status == 302
    assert sorted(returned(answer)) == ["code", "state"]
    assert returned(answer)["state"] == "state-1"


def test_cancelling_returns_access_denied_with_the_state(spotify: SpotifyCaller):
    answer = spotify.decide("ada", decision="cancel")

    assert returned(answer) == {"error": "access_denied", "state": "state-1"}


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "https://elsewhere.example/return"},
        {"redirect_uri": "http://localhost:8000/connect/spotify/return"},
        {"redirect_uri": ""},
    ],
)
def test_a_wrong_app_or_redirect_address_is_a_page_and_never_a_redirect(
    spotify: SpotifyCaller, changes: dict[str, str]
):
    shown, decided = spotify.open_consent(**changes), spotify.decide("ada", **changes)

    assert [shown.status, decided.status] == [400, 400]
    assert "Location" not in {**shown.headers, **decided.headers}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read-everything"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_a_wrong_question_of_a_known_app_goes_back_to_it(
    spotify: SpotifyCaller, changes: dict[str, str], error: str
):
    answer = spotify.open_consent(**changes)

    assert returned(answer) == {"error": error, "state": "state-1"}


def test_an_unknown_account_gets_a_page(spotify: SpotifyCaller):
    answer = spotify.decide("nobody")

    assert answer.status == 400
    assert "there is no fan" in answer.text


def test_who_agreed_before_is_sent_back_at_once_unless_the_dialog_is_asked_for(
    spotify: SpotifyCaller,
):
    spotify.connect("ada")

    at_once = spotify.open_consent(fan="ada")
    asked_for = spotify.open_consent(fan="ada", show_dialog="true")
    wider = spotify.open_consent(fan="ada", scope="user-library-modify user-library-read")
    other = spotify.open_consent(fan="ben")

    assert "code" in returned(at_once)
    assert [asked_for.status, wider.status, other.status] == [200, 200, 200]


def test_a_cookie_keeps_the_fan_signed_in(spotify: SpotifyCaller):
    decided = spotify.decide("ada")
    spotify.exchange(returned(decided)["code"])

    again = spotify.open_consent(cookie=decided.headers["Set-Cookie"].split(";")[0])

    assert "code" in returned(again)


def test_wide_scopes_and_missing_pkce_or_state_are_complaints(spotify: SpotifyCaller):
    spotify.open_consent(scope="user-library-modify user-read-email", code_challenge="", state="")

    kinds = spotify.sim.look("complaints")["kinds"]
    assert kinds == {"no_pkce": 1, "no_state": 1, "scope_too_wide": 1}


def test_redirect_addresses_are_https_or_a_loopback_literal():
    allowed = [
        "https://fans.example/return",
        "http://127.0.0.1:9/return",
        "http://[::1]:9/return",
    ]
    refused = [
        "http://fans.example/return",
        "http://localhost:9/return",
        "https://localhost/return",
        "javascript:alert(1)",
        "https://[broken/return",
    ]

    assert [uri for uri in allowed + refused if is_allowed_redirect(uri)] == allowed


def test_only_a_loopback_address_without_port_may_have_any_port():
    app = SpotifyApp("id", "secret", redirect_uris=("http://127.0.0.1/a", "https://fans.example/a"))

    tried = [
        "http://127.0.0.1:5000/a",
        "http://127.0.0.1:5000/b",
        "https://fans.example/a",
        "https://fans.example:444/a",
        "https://fans.example/a/",
    ]
    assert [app.accepts_redirect(uri) for uri in tried] == [True, False, True, False, False]
