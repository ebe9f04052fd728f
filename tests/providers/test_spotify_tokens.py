"""What the token endpoint may answer, beyond what the simulator does."""

from datetime import timedelta

import pytest

from countin.providers.asking import ask
from countin.providers.contract import (
    Ask,
    ConsentGone,
    OperatorNeeded,
    TryLater,
)
from countin.providers.spotify.provider import SpotifyProvider
from tests.providers.odd_service import OddService, Reply
from tests.providers.odd_spotify import (
    GRANT,
    NOW,
    SECRET,
    as_json,
    error_of,
    spotify_at,
    wrapped,
)


@pytest.fixture
def spotify(service: OddService) -> SpotifyProvider:
    return spotify_at(service)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (as_json({"error": "invalid_grant"}, status=400), ConsentGone),
        (as_json({"error": "invalid_grant", "error_description": SECRET}, status=401), ConsentGone),
        (
            as_json(
                {"error": "invalid_grant", "error_description": "Invalid redirect URI"}, status=400
            ),
            OperatorNeeded,
        ),
        (as_json({"error": "invalid_client"}, status=400), OperatorNeeded),
        (as_json({"error": "invalid_client"}, status=401), OperatorNeeded),
        (as_json({"error": "unauthorized_client"}, status=403), OperatorNeeded),
        (wrapped("Active premium subscription required"), OperatorNeeded),
        (as_json({"error": "invalid_grant"}, status=503), TryLater),
        (as_json({"error": "server_error"}, status=400), TryLater),
        (as_json({"error": "invalid_request"}, status=400), TryLater),
        (Reply(400, b"<html>"), TryLater),
        (Reply(200, b'{"access_token": "abc'), TryLater),
        (Reply(200, b"[]"), TryLater),
        (as_json({"token_type": "Bearer"}), TryLater),
        (as_json({"access_token": ["a"]}), TryLater),
        (as_json({"access_token": "a\r\nX: y"}), TryLater),
        (as_json({"access_token": "a", "expires_in": -5}), TryLater),
        (as_json({"access_token": "a", "expires_in": "soon"}), TryLater),
        (as_json({"access_token": "a", "expires_in": True}), TryLater),
        (as_json({"access_token": "a", "refresh_token": 7}), TryLater),
    ],
)
def test_what_the_token_endpoint_says_is_for_the_right_one_to_mend(
    service, spotify, reply, expected
):
    service.will_answer(reply)

    assert error_of(lambda: ask(spotify.refresh(GRANT, now=NOW))) is expected


@pytest.mark.parametrize(
    ("more", "rotated"),
    [
        ({}, None),
        ({"refresh_token": None}, None),
        ({"refresh_token": ""}, None),
        ({"refresh_token": SECRET}, None),
        ({"refresh_token": "another"}, "another"),
    ],
)
def test_a_secret_is_replaced_where_another_one_is_there(service, spotify, more, rotated):
    service.will_answer(as_json({"access_token": "a", **more}))

    access = ask(spotify.refresh(GRANT, now=NOW))

    assert (access.rotated, access.usable_until) == (rotated, NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("scope", "allows"),
    [
        ({"scope": "user-library-modify user-follow-modify"}, {Ask.SAVE, Ask.FOLLOW}),
        ({"scope": "user-follow-modify"}, {Ask.FOLLOW}),
        ({"scope": "playlist-modify-public  user-library-modify"}, {Ask.SAVE}),
        ({"scope": ""}, set()),
        ({}, {Ask.SAVE}),
    ],
)
def test_a_grant_allows_what_came_back_not_what_was_asked(service, spotify, scope, allows):
    service.will_answer(as_json({"access_token": "a", "refresh_token": "r", **scope}))

    grant, _access = ask(
        spotify.accept_code("c", verifier="v" * 43, return_address="http://[::1]/r", now=NOW)
    )

    assert grant.allows == frozenset(allows)


def test_a_grant_without_a_secret_is_no_grant(service, spotify):
    service.will_answer(as_json({"access_token": "a"}))

    coroutine = spotify.accept_code("c", verifier="v" * 43, return_address="/", now=NOW)

    assert error_of(lambda: ask(coroutine)) is TryLater


def test_the_secret_goes_to_the_token_endpoint_in_a_header_alone(service, spotify):
    service.will_answer(as_json({"access_token": "a"}))

    ask(spotify.refresh(GRANT, now=NOW))

    heard = service.heard[0]
    assert heard.headers["Authorization"].startswith("Basic ")
    assert heard.body == f"grant_type=refresh_token&refresh_token={SECRET}".encode()
    assert heard.path == "/api/token"
