"""TIDAL and SoundCloud where they answer what the stand-ins are too well-behaved for."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from countin.providers.asking import ask
from countin.providers.contract import (
    Access,
    Ask,
    ConsentGone,
    Grant,
    OperatorNeeded,
    ProviderError,
    Refused,
    Release,
    Saved,
    TryLater,
)
from countin.providers.http import Http
from countin.providers.soundcloud.options import SoundCloudOptions
from countin.providers.soundcloud.provider import SoundCloudProvider
from countin.providers.tidal.options import TidalOptions
from countin.providers.tidal.provider import TidalProvider
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService, Reply

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SECRET = "s3cr3t-mark"
VERIFIER = "v" * 43
ACCESS = Access(token=SECRET, usable_until=NOW + timedelta(hours=1))
GRANT = Grant(
    secret=SECRET,
    allows=frozenset({Ask.SAVE, Ask.FOLLOW}),
    scopes="",
    authorized_at=NOW,
    usable_until=NOW + timedelta(days=180),
)
IDS = {"tidal": ("albums:123", "77"), "soundcloud": ("forss/flickermood", "forss")}
HTML = b"<!doctype html><html><body>Just a moment\xe2\x80\xa6</body></html>"
DEEP = b"[" * 50_000
HUGE = b'{"access_token": "' + b"x" * 1_100_000 + b'"}'
BODIES = {
    "nothing": b"",
    "half": b'{"access_token": "ab',
    "html": HTML,
    "a list": b"[]",
    "other types": b'{"access_token": 7, "data": "x", "errors": {}, "urn": [], "id": {}}',
    "lone surrogate": b'{"access_token": "\\ud800", "data": [null, 3]}',
    "deep": DEEP,
    "huge": HUGE,
}
Provider = Any


@pytest.fixture(params=["tidal", "soundcloud"])
def provider(request: pytest.FixtureRequest, service: OddService) -> Iterator[Provider]:
    http = Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    at = service.base_url
    made: Provider = (
        TidalProvider(TidalOptions("id", SECRET, at, at, at), http=http)
        if request.param == "tidal"
        else SoundCloudProvider(SoundCloudOptions("id", SECRET, at, at), http=http, now=lambda: NOW)
    )
    yield made
    ask(http.close())


def as_json(body: object, *, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def release_of(provider: Provider) -> Release:
    return Release("Title", "single", "Artist", pinned_id=IDS[provider.name][0])


def every_call(provider: Provider) -> dict[str, Callable[[], object]]:
    """What a door or the worker asks of a service, each by a name."""
    release_id, artist_id = IDS[provider.name]
    given = {"verifier": VERIFIER, "return_address": "https://x.example/return", "now": NOW}
    return {
        "code": lambda: ask(provider.accept_code("code", **given)),
        "refresh": lambda: ask(provider.refresh(GRANT, now=NOW)),
        "find": lambda: ask(provider.find_release(release_of(provider), market="DE", now=NOW)),
        "save": lambda: ask(provider.save(ACCESS, release_id=release_id)),
        "follow": lambda: ask(provider.follow(ACCESS, artist_id=artist_id)),
        "back": lambda: ask(provider.take_back(ACCESS, release_id=release_id)),
    }


def outcome_of(call: Callable[[], object]) -> str:
    """The kind of error, or "answered". Anything else that escapes is a bug, and loud."""
    try:
        call()
    except ProviderError as error:
        return "told the secret" if SECRET in str(error) else type(error).__name__
    return "answered"


@pytest.mark.parametrize("status", [200, 401, 500])
def test_whatever_is_answered_ends_in_an_error_that_we_know(
    service: OddService, provider: Provider, status: int
):
    """And a body that is none is never taken for access, nor for a release."""
    for words, body in BODIES.items():
        for name, call in every_call(provider).items():
            service.will_answer(Reply(status, body))
            outcome = outcome_of(call)
            assert outcome != "told the secret", (words, name)
            if name in ("code", "refresh") or (status >= 500):
                assert outcome != "answered", (words, name)
            if name in ("code", "refresh") and status == 200:
                assert outcome == TryLater.__name__, (words, name)


@pytest.mark.parametrize("status", [408, 502, 599])
def test_trouble_at_the_service_is_waited_out(service: OddService, provider: Provider, status: int):
    for name, call in every_call(provider).items():
        service.will_answer(Reply(status, HTML))

        assert (name, outcome_of(call)) == (name, TryLater.__name__)


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client"])
@pytest.mark.parametrize("status", [400, 401])
def test_a_wrong_secret_is_the_operators_to_mend(
    service: OddService, provider: Provider, error: str, status: int
):
    """Nobody's permission is taken for ended because of it, in whichever call it is met."""
    told = {"error": error, "error_description": f"bad secret {SECRET}"}
    service.will_answer(as_json(told, status=status))

    for name in ("code", "refresh", "find"):
        with pytest.raises(OperatorNeeded, match="Copy both anew") as raised:
            every_call(provider)[name]()
        assert SECRET not in str(raised.value)


def test_a_permission_that_ended_is_the_fans(service: OddService, provider: Provider):
    service.will_answer(as_json({"error": "invalid_grant"}, status=400))

    assert outcome_of(every_call(provider)["refresh"]) == ConsentGone.__name__


def test_an_answer_that_is_cut_is_asked_for_again(service: OddService, provider: Provider):
    for reply in (Reply(is_cut=True), Reply(200, b'{"data"', claimed_length=500)):
        for name, call in every_call(provider).items():
            service.will_answer(reply)

            assert (name, outcome_of(call)) == (name, TryLater.__name__)


def test_a_save_is_taken_for_done_only_where_it_was_done(service: OddService):
    """TIDAL says in its answer what it skipped; an answer that says neither is none."""
    at, http = service.base_url, Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    tidal = TidalProvider(TidalOptions("id", SECRET, at, at, at), http=http)
    skipped = {"data": [], "meta": {"skipped": [{"id": "123", "reason": "ALREADY_PRESENT"}]}}
    service.will_answer(as_json(skipped))
    there = ask(tidal.save(ACCESS, release_id="albums:123"))
    skipped["meta"] = {"skipped": [{"id": "123", "reason": "NOT_FOUND"}]}
    service.will_answer(as_json(skipped))

    assert there == Saved.SAVED
    with pytest.raises(TryLater):
        ask(tidal.save(ACCESS, release_id="albums:123"))
    ask(http.close())


def test_what_a_service_will_never_do_is_final(service: OddService):
    at, http = service.base_url, Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    soundcloud = SoundCloudProvider(
        SoundCloudOptions("id", SECRET, at, at), http=http, now=lambda: NOW
    )
    service.will_answer(
        as_json({"access_token": "app", "expires_in": 3600}),
        as_json({"urn": "soundcloud:users:1", "kind": "user"}),
        as_json({"message": "limit"}, status=422),
    )

    with pytest.raises(Refused, match="nobody more"):
        ask(soundcloud.follow(ACCESS, artist_id="forss"))
    ask(http.close())
