"""Bandcamp, as an installation takes it in."""

from countin.providers.contract import Logo, Words
from countin.providers.linking import Links, link_listing, shape

# Artists have a name at bandcamp.com, or a domain of their own: the path alone tells a release.
_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?P<host>(?!(?:www\.)?bandcamp\.com(?:/|$))(?:{_NAME}\.)+[a-z]{{2,24}})"
_LINKS = Links(
    hosts=("bandcamp.com",),
    releases=(
        shape(rf"{_HOST}/(?P<kind>album|track)/(?P<title>[a-z0-9][\w-]*)", "{host}/{kind}/{title}"),
    ),
    artists=(shape(rf"{_HOST}(?:/(?:music|releases))?", "{host}"),),
    example="https://ARTIST.bandcamp.com/album/TITLE",
    search="https://bandcamp.com/search?q={words}",
)
LISTING = link_listing(
    name="bandcamp",
    words=Words(
        name="Bandcamp",
        remind="Remind me for Bandcamp",
        follow_link="Follow {artist} on Bandcamp",
        open_link="Open in Bandcamp",
    ),
    links=_LINKS,
    logo=Logo(
        address="https://bandcamp.com/buttons",
        rule="Take the logo or button as Bandcamp gives it out, and change nothing about it.",
    ),
    who_may=(
        "Everybody, without keys. Bandcamp has no API that adds to a fan's collection; a fan who "
        "buys there is told by Bandcamp itself."
    ),
    everywhere=False,
)
