"""The library takes what the real one takes, and says no as it does."""

import json
from urllib.parse import urlencode

import pytest

from tests.simulator.caller import ARTIST, EP, PUBLISHED, SpotifyCaller

FLAT_MISSING = {"status": 400, "message": "Missing required field: uris"}


def test_a_saved_album_stands_in_the_library_and_every_write_is_counted(spotify: SpotifyCaller):
    access = spotify.access("ada")

    first, second = spotify.save(access, PUBLISHED), spotify.save(access, PUBLISHED)

    shown = spotify.sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]
    assert [first.status, second.status, first.text] == [200, 200, ""]
    assert shown["saved"] == [PUBLISHED]
    assert shown["writes"][PUBLISHED]["count"] == 2


def test_following_an_artist_is_a_save_of_its_uri(spotify: SpotifyCaller):
    answer = spotify.save(spotify.access("ada"), ARTIST)

    shown = spotify.sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]
    assert answer.status == 200
    assert (shown["saved"], shown["followed"]) == ([], [ARTIST])


def test_removing_takes_it_back(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.save(access, PUBLISHED, ARTIST)

    query = urlencode({"uris": f"{PUBLISHED},{ARTIST}"})
    answer = spotify.api("DELETE", f"/me/library?{query}", access)

    shown = spotify.sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]
    assert answer.status == 200
    assert (shown["saved"], shown["followed"]) == ([], [])


def test_uris_in_the_body_are_not_read(spotify: SpotifyCaller):
    access = spotify.access("ada")

    answer = spotify.api("PUT", "/me/library", access, body=json.dumps({"uris": [PUBLISHED]}))

    assert answer.status == 400
    assert answer.json == FLAT_MISSING
    assert spotify.sim.look("complaints")["kinds"] == {"body_instead_of_query": 1}
    assert spotify.sim.saved("ada") == []


def test_forty_uris_are_taken_and_forty_one_refused_whole(spotify: SpotifyCaller):
    access = spotify.access("ada")

    most = spotify.save(access, *[PUBLISHED] * 40)
    more = spotify.save(access, *[PUBLISHED] * 41)

    assert [most.status, more.status] == [200, 400]
    assert more.json["status"] == 400
    assert spotify.sim.look("complaints")["kinds"] == {"over_40_uris": 1}


@pytest.mark.parametrize(
    "uri",
    [
        "spotify:prerelease:4m2880jivSbbyEGAKfITCa",
        "spotify:album:tooshort",
        "https://open.spotify.com/album/4m2880jivSbbyEGAKfITCa",
        "spotify:album:7777777777777777777777",
    ],
)
def test_other_kinds_broken_ids_and_unknown_albums_are_a_flat_400(spotify: SpotifyCaller, uri: str):
    answer = spotify.save(spotify.access("ada"), PUBLISHED, uri)

    assert answer.status == 400
    assert answer.json == {"status": 400, "message": "Invalid uri"}
    assert spotify.sim.saved("ada") == []


@pytest.mark.parametrize(
    ("scope", "uri", "status"),
    [
        ("user-library-modify", PUBLISHED, 200),
        ("user-library-modify", ARTIST, 403),
        ("user-follow-modify", ARTIST, 200),
        ("user-follow-modify", PUBLISHED, 403),
    ],
)
def test_each_kind_needs_its_scope(spotify: SpotifyCaller, scope: str, uri: str, status: int):
    answer = spotify.save(spotify.access("ada", scope=scope), uri)

    assert answer.status == status
    if status == 403:
        assert answer.error == {"status": 403, "message": "Insufficient client scope"}


def test_contains_answers_in_order_and_needs_the_read_scopes(spotify: SpotifyCaller):
    scope = "user-library-modify user-library-read user-follow-read"
    access = spotify.access("ada", scope=scope)
    spotify.save(access, PUBLISHED)
    path = "/me/library/contains?" + urlencode({"uris": f"{ARTIST},{PUBLISHED}"})

    answer = spotify.api("GET", path, access)

    assert answer.json == [False, True]
    assert spotify.api("GET", path, spotify.access("ada")).status == 403


def test_the_library_itself_can_not_be_listed(spotify: SpotifyCaller):
    assert spotify.api("GET", "/me/library", spotify.access("ada")).status == 405


def test_where_artist_uris_are_refused_the_old_follow_address_works(spotify: SpotifyCaller):
    spotify.sim.tell("settings", {"artist_uris_refused": True})
    access = spotify.access("ada", scope="user-follow-modify user-follow-read")
    artist_id = ARTIST.split(":")[2]

    refused = spotify.save(access, ARTIST)
    followed = spotify.api("PUT", f"/me/following?type=artist&ids={artist_id}", access)

    listed = spotify.api("GET", "/me/following?type=artist", access)
    assert (refused.status, refused.json["status"]) == (400, 400)
    assert (followed.status, followed.text) == (204, "")
    assert [each["uri"] for each in listed.json["artists"]["items"]] == [ARTIST]


def test_a_fan_whose_library_is_full_always_gets_502(spotify: SpotifyCaller):
    spotify.sim.tell("fans/ada/full-library")
    full, other = spotify.access("ada"), spotify.access("ben")

    assert [spotify.save(full, PUBLISHED).status for _time in range(3)] == [502, 502, 502]
    assert spotify.save(other, PUBLISHED).status == 200


def test_a_save_before_the_release_is_answered_but_saves_nothing(spotify: SpotifyCaller):
    answer = spotify.save(spotify.access("ada"), EP)

    assert answer.status == 200
    assert spotify.sim.saved("ada") == []
    assert spotify.sim.look("complaints")["kinds"] == {"saved_before_release": 1}


@pytest.mark.parametrize(
    ("choice", "status", "saved"), [("saved", 200, [EP]), ("refused", 400, [])]
)
def test_what_an_early_save_does_can_be_chosen(
    spotify: SpotifyCaller, choice: str, status: int, saved: list[str]
):
    spotify.sim.tell("settings", {"unreleased_save": choice})

    answer = spotify.save(spotify.access("ada"), EP)

    assert answer.status == status
    assert spotify.sim.saved("ada") == saved


def test_saving_again_what_the_fan_removed_is_a_complaint(spotify: SpotifyCaller):
    access = spotify.access("ada")
    spotify.save(access, PUBLISHED)
    spotify.sim.tell("fans/ada/remove", {"uri": PUBLISHED})

    spotify.save(access, PUBLISHED)

    assert spotify.sim.look("complaints")["kinds"] == {"saved_after_the_fan_removed_it": 1}


def test_an_app_token_has_no_library(spotify: SpotifyCaller):
    assert spotify.save(spotify.own_access(), PUBLISHED).status == 401


@pytest.mark.parametrize("path", ["/me/albums", "/me/tracks"])
def test_old_saves_work_with_extended_quota_and_are_gone_in_development(
    spotify: SpotifyCaller, path: str
):
    spotify.sim.add_fan("guest", allow_listed=True)
    guests = SpotifyCaller(spotify.sim, client_id="simulated-development")
    kind, id = {
        "/me/albums": ("album", "4m2880jivSbbyEGAKfITCa"),
        "/me/tracks": ("track", "69kOkLUCkxIZYexIgSG8rq"),
    }[path]

    kept = spotify.api("PUT", f"{path}?ids={id}", spotify.access("ada"))
    gone = guests.api("PUT", f"{path}?ids={id}", guests.access("guest"))

    assert kept.status == 200
    assert (gone.status, gone.text) == (403, "Forbidden")
    assert spotify.sim.saved("ada") == [f"spotify:{kind}:{id}"]
    assert spotify.sim.saved("guest") == []


def test_the_old_save_takes_twenty_ids_in_the_query_and_fifty_in_the_body(spotify: SpotifyCaller):
    access = spotify.access("ada")
    ids = [PUBLISHED.split(":")[2]] * 50

    answers = [
        spotify.api("PUT", f"/me/albums?ids={','.join(ids[:20])}", access),
        spotify.api("PUT", f"/me/albums?ids={','.join(ids[:21])}", access),
        spotify.api("PUT", "/me/albums", access, body=json.dumps({"ids": ids})),
        spotify.api("PUT", "/me/albums", access, body=json.dumps({"ids": [*ids, ids[0]]})),
    ]

    assert [answer.status for answer in answers] == [200, 400, 200, 400]
