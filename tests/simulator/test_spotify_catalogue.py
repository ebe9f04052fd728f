"""Looking a release up at Spotify."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.simulator.caller import SpotifyCaller

EP_ID, EP_UPC = "0MidnightWindowsEP0001", "410000201015"
RAM_ID, RAM_UPC, GET_LUCKY = "4m2880jivSbbyEGAKfITCa", "886443919266", "USQX91300108"


@pytest.fixture
def access(spotify: SpotifyCaller) -> str:
    return spotify.own_access()


def found(spotify: SpotifyCaller, access: str, *, kind: str, q: str, **more: Any) -> list[Any]:
    query = urlencode({"type": kind, "q": q, "limit": 10, "market": "US", **more})
    items: list[Any] = spotify.api("GET", f"/search?{query}", access).json[f"{kind}s"]["items"]
    return items


def ids(items: list[Any]) -> list[str]:
    return [item["id"] for item in items]


def test_a_barcode_finds_its_album_without_its_codes(spotify: SpotifyCaller, access: str):
    items = found(spotify, access, kind="album", q=f"upc:{RAM_UPC}")

    assert ids(items) == [RAM_ID]
    assert "external_ids" not in items[0]


def test_the_album_itself_shows_its_codes(spotify: SpotifyCaller, access: str):
    album = spotify.api("GET", f"/albums/{RAM_ID}?market=US", access).json

    assert album["external_ids"] == {"upc": RAM_UPC}
    assert album["artists"][0]["name"] == "Daft Punk"
    assert album["label"] == "Columbia"


def test_development_mode_leaves_fields_out(sim: Any):
    guests = SpotifyCaller(sim, client_id="simulated-development")

    album = guests.api("GET", f"/albums/{RAM_ID}?market=US", guests.own_access()).json

    assert album["external_ids"] == {"upc": RAM_UPC}
    assert {"label", "genres", "popularity", "available_markets"} & set(album) == set()


def test_an_isrc_finds_tracks_with_their_codes_on_single_and_album(
    spotify: SpotifyCaller, access: str
):
    items = found(spotify, access, kind="track", q="isrc:USUG11904206")

    assert [item["external_ids"] for item in items] == [{"isrc": "USUG11904206"}] * 2
    assert sorted(item["album"]["name"] for item in items) == ["After Hours", "Blinding Lights"]


def test_one_barcode_may_have_several_albums_and_another_artist(
    spotify: SpotifyCaller, access: str
):
    editions = found(spotify, access, kind="album", q="upc:887828031795")
    strangers = found(spotify, access, kind="album", q="upc:410000301012")

    assert [item["artists"][0]["name"] for item in editions] == ["Arctic Monkeys"] * 2
    assert [item["artists"][0]["name"] for item in strangers] == ["Harbour Nine", "Studio Echo"]


def test_clean_and_explicit_are_two_albums_of_one_name(spotify: SpotifyCaller, access: str):
    items = found(spotify, access, kind="album", q='album:"Loud House" artist:fernways')

    assert [item["name"] for item in items] == ["Loud House", "Loud House"]
    assert len(set(ids(items))) == 2


@pytest.mark.parametrize(("market", "count"), [("US", 1), ("DE", 1), ("JP", 2)])
def test_what_a_barcode_finds_differs_between_markets(
    spotify: SpotifyCaller, access: str, market: str, count: int
):
    items = found(spotify, access, kind="album", q="upc:410000301067", market=market)

    assert len(items) == count


def test_words_find_titles_and_artists(spotify: SpotifyCaller, access: str):
    assert ids(found(spotify, access, kind="album", q="random daft")) == [RAM_ID]
    assert found(spotify, access, kind="album", q="no such words") == []


@pytest.mark.parametrize("limit", ["11", "0", "many"])
def test_more_than_ten_hits_can_not_be_asked_for(spotify: SpotifyCaller, access: str, limit: str):
    answer = spotify.api("GET", f"/search?type=album&q=a&market=US&limit={limit}", access)

    assert answer.status == 400
    assert answer.error["message"] == "Invalid limit"


def test_an_app_token_without_market_sees_nothing(spotify: SpotifyCaller, access: str):
    query = urlencode({"type": "album", "q": f"upc:{RAM_UPC}"})

    searched = spotify.api("GET", f"/search?{query}", access)
    opened = spotify.api("GET", f"/albums/{RAM_ID}", access)

    assert searched.json["albums"]["items"] == []
    assert opened.status == 404


def test_a_fan_s_country_beats_the_market_asked_for(spotify: SpotifyCaller):
    spotify.sim.tell("clock", {"now": "2026-12-17T23:30:00Z"})  # the 18th in Germany only

    german = spotify.api("GET", f"/albums/{EP_ID}?market=US", spotify.access("ada"))
    american = spotify.api("GET", f"/albums/{EP_ID}?market=DE", spotify.access("ben"))

    assert [german.status, american.status] == [200, 404]


@pytest.mark.parametrize(
    ("now", "open_markets"),
    [
        ("2026-12-17T10:59:59Z", []),
        ("2026-12-17T11:00:01Z", ["NZ"]),
        ("2026-12-17T23:00:01Z", ["NZ", "DE"]),
        ("2026-12-18T05:00:01Z", ["NZ", "DE", "US"]),
    ],
)
def test_a_local_release_opens_market_by_market_at_midnight(
    spotify: SpotifyCaller, now: str, open_markets: list[str]
):
    spotify.sim.tell("clock", {"now": now})
    access = spotify.own_access()

    seen = [
        market
        for market in ("NZ", "DE", "US")
        if ids(found(spotify, access, kind="album", q=f"upc:{EP_UPC}", market=market)) == [EP_ID]
    ]

    assert seen == open_markets


def test_an_unavailable_album_may_be_shown_as_restricted(spotify: SpotifyCaller, access: str):
    spotify.sim.tell("settings", {"unavailable_album": "restricted"})

    album = spotify.api("GET", f"/albums/{EP_ID}?market=US", access)

    assert album.status == 200
    assert album.json["restrictions"] == {"reason": "market"}


def test_an_artist_and_its_albums(spotify: SpotifyCaller, access: str):
    artist = "4tZwfgrHOc3mvqYlEYSvVi"

    shown = spotify.api("GET", f"/artists/{artist}", access)
    albums = spotify.api("GET", f"/artists/{artist}/albums?include_groups=album&market=US", access)

    assert shown.json["name"] == "Daft Punk"
    assert [item["name"] for item in albums.json["items"]] == [
        "Random Access Memories",
        "Discovery",
    ]


def test_a_track_by_its_id(spotify: SpotifyCaller, access: str):
    track = spotify.api("GET", "/tracks/69kOkLUCkxIZYexIgSG8rq?market=US", access).json

    assert track["external_ids"] == {"isrc": GET_LUCKY}
    assert track["album"]["id"] == RAM_ID


def test_batches_are_there_with_extended_quota_alone(spotify: SpotifyCaller):
    guests = SpotifyCaller(spotify.sim, client_id="simulated-development")

    kept = spotify.api("GET", f"/albums?ids={RAM_ID}", spotify.own_access())
    gone = guests.api("GET", f"/albums?ids={RAM_ID}", guests.own_access())

    assert [album["id"] for album in kept.json["albums"]] == [RAM_ID]
    assert gone.status == 403


def test_no_such_address(spotify: SpotifyCaller, access: str):
    answer = spotify.api("GET", "/browse/new-releases", access)

    assert answer.error == {"status": 404, "message": "Service not found"}
