"""TIDAL, as an installation takes it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from countin.providers.contract import Release
from countin.providers.http import Http
from countin.providers.listing import Listing
from countin.providers.shapes import Live
from countin.providers.tidal.options import API_URL, OPTIONS, TidalOptions
from countin.providers.tidal.provider import ABILITIES, WORDS, TidalProvider


def build(
    values: Mapping[str, str],
    *,
    make_http: Callable[[str], Http],
    now: Callable[[], datetime],  # nothing here is signed
) -> TidalProvider:
    """From its settings."""
    options = TidalOptions.from_values(values)
    return TidalProvider(options, http=make_http(options.client_id))


LISTING = Listing(
    name="tidal",
    prefix="TIDAL",
    words=WORDS,
    abilities=ABILITIES,
    who_may=(
        "With an app from TIDAL's developer portal, open to anybody: every fan, as far as TIDAL "
        "lets the app in. Others had to ask TIDAL before fans could agree."
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
            "/oauth2/token": ("access_token: text", "expires_in: number"),
            "/albums": (
                "data[].id: text",
                "data[].type: text",
                "data[].attributes.title: text",
                "data[].attributes.barcodeId: text",
                "data[].attributes.releaseDate: text",
                "data[].relationships.artists.data[].id: text",
                "included[].attributes.name: text",
            ),
        },
    ),
    options=OPTIONS,
    address=API_URL,
)
