"""Deezer is linked: what people paste of it is read."""

from tests.providers.contract_links import LinkContract


class TestDeezer(LinkContract):
    """The contract of services that remind and link."""

    name = "deezer"
    releases = (
        ("https://www.deezer.com/en/album/302127?utm_source=x", "www.deezer.com/album/302127"),
        ("deezer.com/track/3135556", "www.deezer.com/track/3135556"),
        ("https://link.deezer.com/s/30AbCdEfGh", "link.deezer.com/s/30AbCdEfGh"),
        ("https://dzr.page.link/AbCdEfGhIj", "dzr.page.link/AbCdEfGhIj"),
    )
    artists = (("https://www.deezer.com/fr/artist/27", "www.deezer.com/artist/27"),)
    no_releases = (
        "https://www.deezer.com/artist/27",
        "https://www.deezer.com/playlist/1",
        "https://deezer.com.evil.example/album/1",
        "302127",
    )
