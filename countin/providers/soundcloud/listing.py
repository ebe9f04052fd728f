"""SoundCloud, as an installation takes it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from countin.providers.contract import Release
from countin.providers.http import Http
from countin.providers.listing import Listing
from countin.providers.shapes import Live
from countin.providers.soundcloud.options import API_URL, OPTIONS, SoundCloudOptions
from countin.providers.soundcloud.provider import ABILITIES, WORDS, SoundCloudProvider


def build(
    values: Mapping[str, str],
    *,
    make_http: Callable[[str], Http],
    now: Callable[[], datetime],  # nothing here is signed
) -> SoundCloudProvider:
    """From its settings."""
    options = SoundCloudOptions.from_values(values)
    return SoundCloudProvider(options, http=make_http(options.client_id), now=now)


LISTING = Listing(
    name="soundcloud",
    prefix="SOUNDCLOUD",
    words=WORDS,
    abilities=ABILITIES,
    who_may=(
        "With an app made at soundcloud.com/you/apps, one an account: every fan. What is to be "
        "saved has to be named by its link, since nothing is found there by UPC or ISRC."
    ),
    build=build,
    live=Live(
        known=Release(
            # By a founder of SoundCloud: its own guides use it.
            title="Flickermood",
            kind="single",
            artist_name="Forss",
            pinned_id="forss/flickermood",
        ),
        reads={
            "/oauth/token": ("access_token: text", "expires_in: number"),
            "/resolve": (),
            "/tracks/": (
                "title: text",
                "sharing: text",
                "permalink_url: text",
                "user.username: text",
                "user.permalink_url: text",
            ),
        },
    ),
    options=OPTIONS,
    address=API_URL,
)
