"""What a fan's calls may be answered, beyond what the simulator does."""

from datetime import timedelta

import pytest

from countin.providers.asking import ask
from countin.providers.contract import (
    ConsentGone,
    OperatorNeeded,
    Refused,
    Saved,
    TryLater,
)
from countin.providers.spotify.provider import SpotifyProvider
from tests.providers.odd_service import OddService, Reply
from tests.providers.odd_spotify import (
    ACCESS,
    ARTIST,
    SECRET,
    URI,
    as_json,
    bare,
    error_of,
    flat,
    quoted,
    spotify_at,
    wrapped,
)


@pytest.fixture
def spotify(service: OddService) -> SpotifyProvider:
    return spotify_at(service)


def save(spotify: SpotifyProvider) -> Saved:
    return ask(spotify.save(ACCESS, release_id=URI))


@pytest.mark.parametrize("status", [200, 204])
def test_both_answers_of_the_library_are_proof(service, spotify, status):
    service.will_answer(Reply(status))

    assert save(spotify) == Saved.SAVED


@pytest.mark.parametrize("status", [202, 206, 302, 408, 425, 500, 502, 503, 504, 599])
def test_an_answer_that_proves_nothing_means_later(service, spotify, status):
    service.will_answer(Reply(status, f'{{"token": "{SECRET}"}}'.encode()))

    assert error_of(lambda: save(spotify)) is TryLater


@pytest.mark.parametrize("shape", [wrapped, flat, bare, quoted])
@pytest.mark.parametrize(
    ("message", "on_save", "on_follow", "at_connect"),
    [
        ("Insufficient client scope", ConsentGone, Refused, Refused),
        (
            "Active premium subscription required for the owner of the app",
            OperatorNeeded,
            OperatorNeeded,
            OperatorNeeded,
        ),
        # An extended app has no list of accounts: it was put back.
        (
            "User not registered in the Developer Dashboard",
            OperatorNeeded,
            OperatorNeeded,
            Refused,
        ),
        (f"Forbidden {SECRET}", Refused, Refused, Refused),
        ("", Refused, Refused, Refused),
    ],
)
def test_each_403_is_for_another_to_mend_in_every_shape(
    service, spotify, shape, message, on_save, on_follow, at_connect
):
    service.will_answer(shape(message))

    kinds = (
        error_of(lambda: save(spotify)),
        error_of(lambda: ask(spotify.follow(ACCESS, artist_id=ARTIST))),
        error_of(lambda: ask(spotify.identify(ACCESS))),
    )

    assert kinds == (on_save, on_follow, at_connect)


@pytest.mark.parametrize(
    ("message", "of_one"),
    [
        ("Active premium subscription required for the owner of the app", False),
        ("Premium required", True),
        ("User not registered in the Developer Dashboard", True),
    ],
)
def test_what_may_be_true_of_one_fan_alone_is_told_so(service, spotify, message, of_one):
    service.will_answer(wrapped(message))

    for call in (lambda: save(spotify), lambda: ask(spotify.follow(ACCESS, artist_id=ARTIST))):
        with pytest.raises(OperatorNeeded) as raised:
            call()
        assert raised.value.of_one == of_one


@pytest.mark.parametrize("shape", [wrapped, flat, bare])
def test_any_403_at_connect_but_a_lapsed_plan_is_the_quotas(service, spotify, shape):
    service.will_answer(shape("Forbidden"))

    with pytest.raises(Refused) as raised:
        ask(spotify.identify(ACCESS))

    assert raised.value.because == "not_allowed_by_quota"


@pytest.mark.parametrize("status", [400, 404, 405, 410, 422])
def test_a_save_that_is_wrong_in_itself_is_never_repeated(service, spotify, status):
    service.will_answer(flat("Missing required field: uris", status))

    assert error_of(lambda: save(spotify)) is Refused


@pytest.mark.parametrize(
    ("reply", "because", "seconds"),
    [
        (Reply(429), "rate_limited", 30),
        (Reply(429, b"slow down", {"Retry-After": "11"}), "rate_limited", 11),
        (
            Reply(429, b'{"error": {"reason": "QUOTA_EXCEEDED"}}', {"Retry-After": "86400"}),
            "quota_exhausted",
            86_400,
        ),
        (
            Reply(429, b'{"status": 429, "reason": "QUOTA_EXCEEDED"}', {"retry-after": "5"}),
            "quota_exhausted",
            5,
        ),
    ],
)
def test_a_429_says_how_long_and_why(service, spotify, reply, because, seconds):
    service.will_answer(reply)

    with pytest.raises(TryLater) as raised:
        save(spotify)

    after = timedelta(seconds=seconds)
    assert (raised.value.because, raised.value.after) == (because, after)
    assert spotify.gate.cooled_down == [(after, because)]


@pytest.mark.parametrize(
    ("told", "account_id"),
    [
        ({"account_id": "a1", "id": "u1"}, "a1"),
        ({"account_id": None, "id": "u1", "unheard-of": {"x": []}}, "u1"),
    ],
)
def test_the_stable_id_comes_first(service, spotify, told, account_id):
    service.will_answer(as_json(told))

    assert ask(spotify.identify(ACCESS)).id == account_id


@pytest.mark.parametrize(
    ("country", "market"), [("DE", "DE"), (None, None), ("", None), ("Germany", None), ("de", None)]
)
def test_a_country_is_taken_where_it_is_one(service, spotify, country, market):
    service.will_answer(as_json({"id": "u1", "country": country}))

    assert ask(spotify.identify(ACCESS)).market == market


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"id": 7}', b'{"id": ""}', b'{"id": "u'])
def test_an_account_that_is_not_named_means_later(service, spotify, body):
    service.will_answer(Reply(body=body))

    assert error_of(lambda: ask(spotify.identify(ACCESS))) is TryLater


def test_writes_carry_the_uri_in_the_query_and_nothing_in_the_body(service, spotify):
    save(spotify)
    ask(
        spotify.take_back(
            ACCESS, release_id="https://open.spotify.com/intl-de/track/0OddTrack00000000000t1?si=x"
        )
    )

    lines = [(heard.method, heard.path, heard.body) for heard in service.heard]
    assert lines == [
        ("PUT", "/me/library?uris=spotify%3Aalbum%3A0OddAlbum0000000000abc", b""),
        ("DELETE", "/me/library?uris=spotify%3Atrack%3A0OddTrack00000000000t1", b""),
    ]


def test_the_old_way_to_follow_is_taken_after_a_400_alone(service, spotify):
    service.will_answer(flat("Invalid uri kind", 400), Reply(204))
    ask(spotify.follow(ACCESS, artist_id="0OddArtist000000000def"))
    service.will_answer(Reply(500))

    later = error_of(lambda: ask(spotify.follow(ACCESS, artist_id=ARTIST)))

    assert (later, [heard.path for heard in service.heard]) == (
        TryLater,
        [
            "/me/library?uris=spotify%3Aartist%3A0OddArtist000000000def",
            "/me/following?type=artist&ids=0OddArtist000000000def",
            "/me/library?uris=spotify%3Aartist%3A0OddArtist000000000def",
        ],
    )


@pytest.mark.parametrize("artist", ["", URI, "a b", "https://example.com/artist/x"])
def test_what_is_no_artist_is_never_followed(service, spotify, artist):
    assert error_of(lambda: ask(spotify.follow(ACCESS, artist_id=artist))) is Refused
    assert service.heard == []
