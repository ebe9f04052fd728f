"""YouTube Music, as an installation takes it in."""

from countin.providers.contract import Logo, Words
from countin.providers.linking import Links, link_listing, shape

_HOST = r"music\.youtube\.com"
_LINKS = Links(
    hosts=("music.youtube.com",),
    releases=(
        # An album, by its list or its page; then a track.
        shape(
            rf"{_HOST}/playlist\?(?:.*&)?list=(?P<id>OLAK5uy_[\w-]{{20,60}})",
            "music.youtube.com/playlist?list={id}",
        ),
        shape(rf"{_HOST}/browse/(?P<id>MPREb_[\w-]{{5,40}})", "music.youtube.com/browse/{id}"),
        shape(rf"{_HOST}/watch\?(?:.*&)?v=(?P<id>[\w-]{{11}})", "music.youtube.com/watch?v={id}"),
    ),
    artists=(
        shape(
            rf"{_HOST}/(?:channel|browse)/(?P<id>UC[\w-]{{22}})", "music.youtube.com/channel/{id}"
        ),
        shape(rf"{_HOST}/(?P<id>@[\w.-]{{3,30}})", "music.youtube.com/{id}"),
    ),
    example="https://music.youtube.com/playlist?list=OLAK5uy_…",
    search="https://music.youtube.com/search?q={words}",
)
LISTING = link_listing(
    name="youtube_music",
    words=Words(
        name="YouTube Music",
        remind="Remind me for YouTube Music",
        follow_link="Follow {artist} on YouTube Music",
        open_link="Open in YouTube Music",
    ),
    links=_LINKS,
    logo=Logo(
        address="https://www.youtube.com/howyoutubeworks/resources/brand-resources/",
        rule="Take the logo as YouTube gives it out, and change nothing about it.",
    ),
    who_may=(
        "Everybody, without keys. Its library has no official API, and what YouTube's own API may "
        "write in a day would serve two hundred fans."
    ),
    everywhere=True,
)
