"""Each service's ids are read in every spelling people paste, and nothing else is."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.config.environment import read_values
from countin.config.registry import build_providers
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.contract import BadId
from countin.providers.spotify.provider import SpotifyProvider

ALBUM = "0MidnightWindowsEP0001"
SPOTIFY, APPLE_MUSIC = SpotifyProvider.id_forms, AppleMusicProvider.id_forms
PROVIDERS = build_providers(read_values({"COUNTIN_CONFIG": "/nowhere"})).values()
READERS = [reader for one in PROVIDERS for reader in (one.id_forms.release, one.id_forms.artist)]
AS_WRITTEN = {one.name: one.id_forms.link for one in PROVIDERS if one.id_forms.link}
LINKS = [
    reader
    for one in PROVIDERS
    if not one.abilities.direct
    for reader in (one.id_forms.release, one.id_forms.artist)
]


# Artists on Bandcamp have domains of their own: there the path alone tells.
@pytest.mark.parametrize("name", sorted(set(AS_WRITTEN) - {"bandcamp"}))
@pytest.mark.parametrize("host", ["evil.example", "{}.evil.example", "evil{}", "evil.example/{}"])
def test_a_link_as_it_is_written_leads_to_its_service_and_nowhere_else(name: str, host: str):
    (own,) = (one.id_forms.hosts[0] for one in PROVIDERS if one.name == name)

    with pytest.raises(BadId):
        AS_WRITTEN[name](f"https://{host.format(own)}/album/1")


def test_what_apps_share_is_taken_as_a_link_though_it_names_no_release():
    short, listen = "https://on.soundcloud.com/AbCdEf", "https://listen.tidal.com/album/1"

    assert AS_WRITTEN["soundcloud"](short) == short
    assert AS_WRITTEN["tidal"](listen) == listen
    assert set(AS_WRITTEN) & {"spotify", "apple_music"} == set()


@pytest.mark.parametrize(
    "text",
    [
        ALBUM,
        f"spotify:album:{ALBUM}",
        f"https://open.spotify.com/album/{ALBUM}",
        f"https://open.spotify.com/intl-de/album/{ALBUM}?si=abc",
    ],
)
def test_an_album_on_spotify_is_read_from_uri_link_and_bare_id(text: str):
    assert SPOTIFY.release(text) == f"spotify:album:{ALBUM}"


def test_a_track_on_spotify_may_be_chosen_where_an_isrc_had_several_hits():
    assert SPOTIFY.release(f"spotify:track:{ALBUM}") == f"spotify:track:{ALBUM}"


def test_a_countdown_page_is_told_from_an_album():
    with pytest.raises(BadId, match="countdown page"):
        SPOTIFY.release(f"spotify:prerelease:{ALBUM}")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"spotify:artist:{ALBUM}", "a Spotify artist, where an album is wanted"),
        ("spotify:album:short", "22 letters and digits"),
        (f"https://open.spotify.com.evil.example/album/{ALBUM}", "is no Spotify album"),
    ],
)
def test_what_is_no_album_on_spotify_is_refused(text: str, what: str):
    with pytest.raises(BadId, match=what):
        SPOTIFY.release(text)


def test_an_album_is_no_artist():
    with pytest.raises(BadId, match="a Spotify album, where an artist is wanted"):
        SPOTIFY.artist(f"spotify:album:{ALBUM}")


@pytest.mark.parametrize(
    "text",
    [
        "1440783617",
        "albums:1440783617",
        "https://music.apple.com/us/album/nevermind-remastered/1440783617",
        "https://music.apple.com/de/album/1440783617?l=en",
        "https://music.apple.com/album/1440783617",
        "https://geo.music.apple.com/us/album/nevermind/id1440783617?app=music",
    ],
)
def test_an_album_on_apple_music_is_read_from_link_and_bare_id(text: str):
    assert APPLE_MUSIC.release(text) == "albums:1440783617"


@pytest.mark.parametrize(
    "text",
    [
        "songs:1440783636",
        "https://music.apple.com/us/song/drain-you/1440783636",
        "https://music.apple.com/us/album/nevermind/1440783617?l=en&i=1440783636",
    ],
)
def test_a_song_on_apple_music_keeps_its_kind(text: str):
    assert APPLE_MUSIC.release(text) == "songs:1440783636"


def test_an_artist_on_apple_music_is_read_from_its_link():
    assert APPLE_MUSIC.artist("https://music.apple.com/us/artist/nirvana/112018") == "112018"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("https://music.apple.com/us/artist/nirvana/112018", "an album is wanted"),
        ("12a", "its id has digits only"),
        ("１２３", "its id has digits only"),
    ],
)
def test_what_is_no_album_on_apple_music_is_refused(text: str, what: str):
    with pytest.raises(BadId, match=what):
        APPLE_MUSIC.release(text)


@given(st.sampled_from(READERS), st.text())
def test_any_text_is_an_id_or_refused_with_a_next_step(reader, text: str):
    try:
        code, told = reader(text), ""
    except BadId as bad:
        code, told = "", str(bad)

    assert told.endswith(".") if told else reader(code) == code


@given(st.sampled_from(LINKS), st.from_regex(r"\A(https?://)?[a-z.:@]{1,9}[/a-z?&=%#_-]{0,40}\Z"))
def test_a_link_that_is_an_id_opens_the_host_that_it_names(reader, text: str):
    try:
        spelled = reader(text)
    except BadId:
        spelled = ""

    host = urlsplit(f"https://{spelled}").netloc

    assert host == spelled.partition("/")[0]
    assert (spelled == "") or reader(spelled) == spelled
