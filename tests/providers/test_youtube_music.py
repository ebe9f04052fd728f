"""YouTube Music is linked: what people paste of it is read."""

from tests.providers.contract_links import LinkContract


class TestYouTubeMusic(LinkContract):
    """The contract of services that remind and link."""

    name = "youtube_music"
    releases = (
        (
            "https://music.youtube.com/playlist?list=OLAK5uy_midnight0windows0the0held0notes00&si=shared",
            "music.youtube.com/playlist?list=OLAK5uy_midnight0windows0the0held0notes00",
        ),
        (
            "http://music.youtube.com/browse/MPREb_midnight",
            "music.youtube.com/browse/MPREb_midnight",
        ),
        (
            "https://music.youtube.com/watch?v=abcdefghijk&feature=share",
            "music.youtube.com/watch?v=abcdefghijk",
        ),
        (
            "https://Music.YouTube.com/watch?si=1&v=abcdefghijk",
            "music.youtube.com/watch?v=abcdefghijk",
        ),
    )
    artists = (
        (
            "https://music.youtube.com/channel/UC0123456789abcdefghijkl?si=1",
            "music.youtube.com/channel/UC0123456789abcdefghijkl",
        ),
        ("https://music.youtube.com/@theheldnotes", "music.youtube.com/@theheldnotes"),
    )
    no_releases = (
        "https://music.youtube.com/playlist?list=PLsomebodys0own0list0000000",
        "https://music.youtube.com/",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://music.youtube.com.evil.example/watch?v=abcdefghijk",
    )
