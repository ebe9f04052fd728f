"""Audiomack, as an installation takes it in."""

from countin.providers.contract import Logo, Words
from countin.providers.linking import Links, link_listing, shape

_HOST = r"(?:www\.)?audiomack\.com"
_NAME = r"[A-Za-z0-9][\w-]{0,60}"
# Pages of Audiomack itself.
_ARTIST = rf"(?!(?:search|about|world|upload|dashboard|trending-now|top)\b){_NAME}"
_LINKS = Links(
    hosts=("audiomack.com",),
    releases=(
        shape(
            rf"{_HOST}/(?P<artist>{_ARTIST})/(?P<kind>album|song)/(?P<title>{_NAME})",
            "audiomack.com/{artist}/{kind}/{title}",
        ),
    ),
    artists=(shape(rf"{_HOST}/(?P<artist>{_ARTIST})", "audiomack.com/{artist}"),),
    example="https://audiomack.com/ARTIST/album/TITLE",
    search="https://audiomack.com/search?q={words}",
)
LISTING = link_listing(
    name="audiomack",
    words=Words(
        name="Audiomack",
        remind="Remind me for Audiomack",
        follow_link="Follow {artist} on Audiomack",
        open_link="Open in Audiomack",
    ),
    links=_LINKS,
    logo=Logo(
        address="https://audiomack.com/about",
        rule="No rule of theirs was found: ask Audiomack before you show it.",
    ),
    who_may=(
        "Everybody, without keys. Audiomack gives out the keys of its API by hand, to whom it "
        "chooses."
    ),
    everywhere=False,
)
