"""Audiomack is linked: what people paste of it is read."""

from tests.providers.contract_links import LinkContract


class TestAudiomack(LinkContract):
    """The contract of services that remind and link."""

    name = "audiomack"
    releases = (
        (
            "https://audiomack.com/the-held-notes/album/midnight-windows?share=1",
            "audiomack.com/the-held-notes/album/midnight-windows",
        ),
        (
            "https://www.audiomack.com/the-held-notes/song/slow-tram/",
            "audiomack.com/the-held-notes/song/slow-tram",
        ),
        (
            "http://audiomack.com/HeldNotes/song/slow_tram#top",
            "audiomack.com/HeldNotes/song/slow_tram",
        ),
    )
    artists = (("https://audiomack.com/the-held-notes", "audiomack.com/the-held-notes"),)
    no_releases = (
        "https://audiomack.com/the-held-notes",
        "https://audiomack.com/search?q=held",
        "https://audiomack.com/the-held-notes/playlist/x",
        "https://audiomack.com.evil.example/a1/song/b",
    )
