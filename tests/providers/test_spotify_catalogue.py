"""What look-ups may answer, beyond what the simulator does."""

import pytest

from countin.providers.asking import ask
from countin.providers.contract import OperatorNeeded, Refused, Release, TryLater
from countin.providers.spotify.provider import SpotifyProvider
from tests.providers.odd_service import OddService, Reply
from tests.providers.odd_spotify import ARTIST, NOW, URI, as_json, error_of, spotify_at, wrapped


@pytest.fixture
def spotify(service: OddService) -> SpotifyProvider:
    return spotify_at(service)


RELEASE = Release("Title", "single", "Artist", artist_id=ARTIST, upc="036000291452")
APP_TOKEN = Reply(body=b'{"access_token": "app", "expires_in": 3600}')
ALBUM = {
    "id": "0OddAlbum0000000000abc",
    "name": "Title",
    "artists": [{"id": "0OddArtist000000000def", "name": "Artist"}],
    "external_ids": {"upc": "0036000291452"},
}


def found(**more: object) -> list[Reply]:
    """A token, a search with one album, that album."""
    hits = as_json({"albums": {"items": [None, {**ALBUM, "external_ids": None}]}})
    return [APP_TOKEN, hits, as_json({**ALBUM, **more})]


def find(spotify: SpotifyProvider, release: Release = RELEASE, market: str = "DE"):
    return list(ask(spotify.find_release(release, market=market, now=NOW)))


def test_an_album_is_taken_with_the_least_there_can_be(service, spotify):
    service.will_answer(*found())

    hits = find(spotify)

    assert [(hit.id, hit.link) for hit in hits] == [
        (URI, "https://open.spotify.com/album/0OddAlbum0000000000abc")
    ]


@pytest.mark.parametrize(
    ("more", "is_there"),
    [
        ({"available_markets": ["DE", "FR"]}, True),
        ({"available_markets": ["FR"]}, False),
        ({"available_markets": None}, True),
        ({"restrictions": {"reason": "market"}}, False),
        ({"restrictions": {"reason": "explicit"}}, True),
        ({"restrictions": {}}, True),
        ({"is_playable": False}, False),
        ({"tracks": {"items": [{"is_playable": False}, {"is_playable": False}]}}, False),
        ({"tracks": {"items": [{"is_playable": False}, {"is_playable": True}]}}, True),
        ({"tracks": {"items": [{}, None]}}, True),
        ({"release_date": "2026-11-27"}, True),
        ({"release_date": "2026-11-29"}, False),
        ({"release_date": "2026-11-29", "tracks": {"items": [{"is_playable": True}]}}, True),
        ({"release_date": "2027"}, True),
        ({"release_date": "someday"}, True),
        ({"external_ids": {"upc": "036000291453"}}, False),
        ({"external_ids": {"ean": "0036000291452"}}, True),
        ({"external_ids": {"ean": "4006381333931", "upc": None}}, False),
        ({"external_ids": {}}, True),
        ({"artists": []}, False),
        ({"artists": [{"id": "xyz"}]}, False),
    ],
)
def test_the_signs_of_being_there_are_read(service, spotify, more, is_there):
    service.will_answer(*found(**more), as_json({"albums": {"items": []}}))

    assert bool(find(spotify)) == is_there


def test_a_code_that_is_not_told_is_not_believed_of_an_unknown_artist(service, spotify):
    anyones = Release("Title", "single", "Artist", upc="036000291452")
    service.will_answer(*found(external_ids=None), as_json({"albums": None}))

    assert find(spotify, anyones) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"albums": {"items": [{"id": "ab',
        b'{"albums": {"items": {"id": "abc"}}}',
        b'{"albums": {"items": ["abc"]}}',
        b'{"albums": "abc"}',
        b'{"albums": {"items": [{"id": "../me", "artists": []}]}}',
        b'"abc"',
        b"",
    ],
)
def test_an_absurd_search_means_later(service, spotify, body):
    service.will_answer(APP_TOKEN, Reply(body=body))

    assert error_of(lambda: find(spotify)) is TryLater


def test_a_token_that_ended_early_is_renewed_once(service, spotify):
    service.will_answer(APP_TOKEN, Reply(401), APP_TOKEN, as_json({"albums": {}}))
    first = find(spotify)
    service.will_answer(Reply(401), APP_TOKEN, Reply(401))

    second = error_of(lambda: find(spotify))

    assert (first, second) == ([], TryLater)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (wrapped("Forbidden"), OperatorNeeded),
        (wrapped("Active premium subscription required"), OperatorNeeded),
        (wrapped("Invalid market code", 400), Refused),
        (Reply(503), TryLater),
        (Reply(429), TryLater),
    ],
)
def test_a_failed_look_up_is_never_the_fans_to_mend(service, spotify, reply, expected):
    service.will_answer(APP_TOKEN, reply)

    assert error_of(lambda: find(spotify)) is expected


def test_a_refused_app_token_is_the_operators_to_mend(service, spotify):
    service.will_answer(as_json({"error": "invalid_grant"}, status=400))

    assert error_of(lambda: find(spotify)) is OperatorNeeded


def test_without_a_market_none_is_named(service, spotify):
    service.will_answer(*found(available_markets=["US"]))

    hits = find(spotify, market="")

    assert len(hits) == 1
    assert all("market" not in heard.path for heard in service.heard)
