"""TIDAL, as an installation takes it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from countin.providers.http import Http
from countin.providers.listing import Listing
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
    options=OPTIONS,
    address=API_URL,
)
