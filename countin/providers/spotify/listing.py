"""Spotify, as an installation takes it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from countin.providers.contract import Release
from countin.providers.http import Http
from countin.providers.listing import Listing
from countin.providers.shapes import Live
from countin.providers.spotify.options import API_URL, OPTIONS, SpotifyOptions
from countin.providers.spotify.provider import ABILITIES, WORDS, SpotifyProvider


def build(
    values: Mapping[str, str],
    *,
    make_http: Callable[[str], Http],
    now: Callable[[], datetime],  # nothing here is signed
) -> SpotifyProvider:
    """From its settings."""
    options = SpotifyOptions.from_values(values)
    return SpotifyProvider(options, http=make_http(options.client_id))


LISTING = Listing(
    name="spotify",
    prefix="SPOTIFY",
    words=WORDS,
    abilities=ABILITIES,
    who_may=(
        "With a development app, whose owner has Premium: five listed accounts. With extended "
        "quota, which Spotify grants to companies with 250,000 monthly users: every fan."
    ),
    build=build,
    live=Live(
        known=Release(
            title="Random Access Memories",
            kind="album",
            artist_name="Daft Punk",
            upc="886443919266",
        ),
        reads={
            "/api/token": ("access_token: text", "expires_in: number"),
            "/search": (
                "albums.items[].id: text",
                "albums.items[].name: text",
                "albums.items[].artists[].id: text",
            ),
            "/albums/": (
                "id: text",
                "name: text",
                "external_ids.upc: text",
                "external_urls.spotify: text",
                "artists[].name: text",
                "release_date: text",
            ),
        },
    ),
    options=OPTIONS,
    address=API_URL,
)
