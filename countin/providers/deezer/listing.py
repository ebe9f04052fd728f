"""Deezer, as an installation takes it in."""

from countin.providers.contract import Logo, Words
from countin.providers.linking import Links, link_listing, shape

_HOST = r"(?:www\.)?deezer\.com(?:/[a-z]{2})?"
_LINKS = Links(
    hosts=("deezer.com", "deezer.page.link", "dzr.page.link"),
    releases=(
        shape(
            rf"{_HOST}/(?P<kind>album|track)/(?P<id>[0-9]{{1,20}})", "www.deezer.com/{kind}/{id}"
        ),
        # The short forms that its app shares. They lead on to the release, and say no number.
        shape(r"link\.deezer\.com/s/(?P<id>\w{4,40})", "link.deezer.com/s/{id}"),
        shape(r"(?P<host>deezer|dzr)\.page\.link/(?P<id>\w{4,40})", "{host}.page.link/{id}"),
    ),
    artists=(shape(rf"{_HOST}/artist/(?P<id>[0-9]{{1,20}})", "www.deezer.com/artist/{id}"),),
    example="https://www.deezer.com/album/302127",
    search="https://www.deezer.com/search/{words}",
)
LISTING = link_listing(
    name="deezer",
    words=Words(
        name="Deezer",
        remind="Remind me for Deezer",
        follow_link="Follow {artist} on Deezer",
        open_link="Open in Deezer",
    ),
    links=_LINKS,
    logo=Logo(
        address="https://deezerbrand.com",
        rule="Take the logo as Deezer gives it out, and change nothing about it.",
    ),
    who_may=(
        "Everybody, without keys. Deezer has taken no new apps since early 2024, so nobody who "
        "starts today could save there."
    ),
    everywhere=True,
)
