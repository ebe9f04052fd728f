"""Apple Music, as an installation takes it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from countin.providers.apple_music.options import API_URL, OPTIONS, AppleMusicOptions
from countin.providers.apple_music.provider import ABILITIES, WORDS, AppleMusicProvider
from countin.providers.contract import Release
from countin.providers.http import Http
from countin.providers.listing import Listing
from countin.providers.shapes import Live


def build(
    values: Mapping[str, str],
    *,
    make_http: Callable[[str], Http],
    now: Callable[[], datetime],
) -> AppleMusicProvider:
    """From its settings."""
    options = AppleMusicOptions.from_values(values)
    return AppleMusicProvider(options, http=make_http(options.team_id), now=now)


LISTING = Listing(
    name="apple_music",
    prefix="APPLE",
    words=WORDS,
    abilities=ABILITIES,
    who_may=(
        "With a paid membership of the Apple Developer Program and a MusicKit key: every fan who "
        "has a subscription to Apple Music."
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
            "/catalog/": (
                "data[].id: text",
                "data[].attributes.name: text",
                "data[].attributes.artistName: text",
                "data[].attributes.url: text",
                "data[].attributes.releaseDate: text",
            ),
        },
    ),
    options=OPTIONS,
    address=API_URL,
)
