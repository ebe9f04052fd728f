"""Answers that the simulator is too well-behaved to give."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import ask
from countin.providers.contract import (
    Access,
    ConsentGone,
    OperatorNeeded,
    Refused,
    Release,
    Saved,
    TryLater,
)
from countin.providers.http import Http
from simulator.running import new_apple_key
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService, Reply

NOW = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
SECRET = "s3cr3t-mark"
ACCESS = Access(token=SECRET, usable_until=NOW + timedelta(days=180))
RELEASE = Release("Title", "ep", "Artist", artist_id="77", upc="036000291452")
ATTRIBUTES = {"name": "Title", "artistName": "Artist", "upc": "036000291452"}
NOTHING = Reply(body=b'{"data": []}')


@pytest.fixture
def apple(service: OddService) -> Iterator[AppleMusicProvider]:
    http = Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    private_key, _public_key = new_apple_key()
    options = AppleMusicOptions("TEAM", "KEY", private_key, service.base_url, service.base_url)
    yield AppleMusicProvider(options, http=http, now=lambda: NOW)
    ask(http.close())


def as_json(body: object, *, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def refusal(status: int, code: str) -> Reply:
    return as_json({"errors": [{"status": str(status), "code": code}]}, status=status)


def album(*, relationships: object = None, **attributes: object) -> Reply:
    item = {"id": "123", "attributes": {**ATTRIBUTES, **attributes}, "relationships": relationships}
    return as_json({"data": [item]})


def save(apple: AppleMusicProvider) -> Saved:
    return ask(apple.save(ACCESS, release_id="123"))


def find(apple: AppleMusicProvider, release: Release = RELEASE, market: str = "DE"):
    return list(ask(apple.find_release(release, market=market, now=NOW)))


def look(apple: AppleMusicProvider) -> bool:
    return ask(apple.read_back(ACCESS, release_id="123", market="DE"))


def error_of(call: Callable[[], object]) -> object:
    with pytest.raises((TryLater, ConsentGone, OperatorNeeded, Refused)) as raised:
        call()
    assert SECRET not in str(raised.value)
    return type(raised.value)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_no_answer_to_an_add_is_proof(service, apple, status):
    service.will_answer(Reply(status))

    assert save(apple) == Saved.ACCEPTED


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (refusal(403, "40300"), ConsentGone),
        (refusal(403, "40015"), ConsentGone),
        (refusal(401, "40015"), ConsentGone),
        (Reply(403), ConsentGone),
        (refusal(500, "50001"), TryLater),
        (Reply(504, b"<html>"), TryLater),
        (Reply(302), TryLater),
        (refusal(429, "42900"), TryLater),
        (refusal(400, "40005"), Refused),
        (Reply(404, b"{"), Refused),
    ],
)
def test_each_refusal_is_for_the_right_one_to_mend(service, apple, reply, expected):
    service.will_answer(reply)

    assert error_of(lambda: save(apple)) is expected


@pytest.mark.parametrize("status", [401, 403])
def test_a_missing_subscription_is_told_from_an_ended_permission(service, apple, status):
    service.will_answer(refusal(status, "40015"))

    with pytest.raises(ConsentGone) as raised:
        save(apple)

    assert (raised.value.reason, len(service.heard)) == ("no_subscription", 1)


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (Reply(401), OperatorNeeded),
        (NOTHING, ConsentGone),
        (Reply(404), ConsentGone),
        (Reply(503), TryLater),
        (Reply(429), TryLater),
    ],
)
def test_a_doubtful_401_is_settled_by_a_look_without_the_fans_token(
    service, apple, probe, expected
):
    service.will_answer(Reply(401), probe)

    kind = error_of(lambda: save(apple))

    assert kind is expected
    assert ["Music-User-Token" in heard.headers for heard in service.heard] == [True, False]


def test_without_retry_after_silence_lasts_half_a_minute(service, apple):
    service.will_answer(Reply(429))

    with pytest.raises(TryLater) as raised:
        save(apple)

    assert (raised.value.after, raised.value.app_wide) == (timedelta(seconds=30), True)
    assert apple.gate.cooled_down == [(timedelta(seconds=30), "rate_limited")]


@pytest.mark.parametrize(
    ("reply", "is_there"),
    [
        (as_json({"data": [{"id": "l.1"}]}), True),
        (NOTHING, False),
        (as_json({}), False),
        (Reply(404), False),
        (refusal(404, "40403"), False),
        (refusal(403, "40403"), False),
    ],
)
def test_reading_back_sees_what_is_there_and_no_more(service, apple, reply, is_there):
    service.will_answer(reply)

    assert look(apple) == is_there


@pytest.mark.parametrize("body", [b"", b'{"data": [', b'{"data": 1}', b"[]"])
def test_an_absurd_reading_means_later(service, apple, body):
    service.will_answer(Reply(body=body))

    assert error_of(lambda: look(apple)) is TryLater


@pytest.mark.parametrize(
    "body",
    [b'{"data": []}', b"{}", b'{"data": [{"id": "deutschland"}]}', b'{"data": [{"id": 1}]}', b"x"],
)
def test_a_storefront_that_is_none_means_later(service, apple, body):
    service.will_answer(Reply(body=body))

    assert error_of(lambda: ask(apple.identify(ACCESS))) is TryLater


@pytest.mark.parametrize(
    ("attributes", "is_out"),
    [
        ({}, True),
        ({"releaseDate": "2026-11-20"}, True),
        ({"releaseDate": "2026-11-20", "isComplete": False}, True),
        ({"releaseDate": "2026-11-27", "isComplete": False}, False),
        ({"releaseDate": "2026-11-27", "isComplete": True}, True),
        ({"releaseDate": "2026-11-27"}, True),
        ({"releaseDate": "2026-11-29", "isComplete": False, "playParams": {"id": "1"}}, False),
        ({"releaseDate": "2026-11-29"}, False),
        ({"releaseDate": "2026-11-29", "playParams": {"id": "1"}}, True),
        ({"isComplete": False}, False),
        ({"releaseDate": "2027", "isComplete": True}, True),
        ({"upc": "036000291453"}, False),
        ({"upc": "0036000291452"}, True),
        ({"artistName": "Somebody Else"}, False),
        ({"artistName": "ARTIST"}, True),
    ],
)
def test_the_signs_of_being_out_are_read(service, apple, attributes, is_out):
    service.will_answer(album(**attributes))

    assert bool(find(apple)) == is_out


@pytest.mark.parametrize(("artist", "is_theirs"), [("77", True), ("78", False)])
def test_the_artists_id_counts_for_more_than_the_name(service, apple, artist, is_theirs):
    service.will_answer(album(relationships={"artists": {"data": [{"id": artist}]}}))

    assert bool(find(apple)) == is_theirs


def test_a_storefront_that_knows_no_equivalents_is_asked_by_barcode(service, apple):
    pinned = Release("Title", "ep", "Artist", pinned_id="9", upc="036000291452")
    service.will_answer(Reply(404), Reply(400), album())

    hits = find(apple, pinned)

    assert ([hit.id for hit in hits], [heard.path.split("&")[0] for heard in service.heard]) == (
        ["albums:123"],
        [
            "/catalog/de/albums/9?include=artists",
            "/catalog/de/albums?filter%5Bequivalents%5D=9",
            "/catalog/de/albums?filter%5Bupc%5D=036000291452",
        ],
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(401), OperatorNeeded),
        (Reply(403), OperatorNeeded),
        (refusal(400, "40005"), Refused),
        (Reply(500), TryLater),
        (
            Reply(body=b'{"data": [{"id": "../me", "attributes": {"upc": "036000291452"}}]}'),
            TryLater,
        ),
        (Reply(body=b'{"data": [{"id": "1", "attributes": []}]}'), TryLater),
        (Reply(body=b'{"data"'), TryLater),
    ],
)
def test_a_failed_look_up_is_never_the_fans_to_mend(service, apple, reply, expected):
    service.will_answer(reply)

    assert error_of(lambda: find(apple)) is expected


def test_an_add_encodes_its_brackets_and_sends_no_body(service, apple):
    service.will_answer(Reply(202))

    ask(apple.save(ACCESS, release_id="songs:55"))

    heard = service.heard[0]
    assert (heard.method, heard.path, heard.body) == ("POST", "/me/library?ids%5Bsongs%5D=55", b"")
    assert heard.headers["Music-User-Token"] == SECRET


def test_without_a_market_the_largest_storefront_is_looked_at(service, apple):
    service.will_answer(NOTHING)

    assert find(apple, market="") == []
    assert {heard.path.split("/")[2] for heard in service.heard} == {"us"}
