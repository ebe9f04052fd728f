"""Bandcamp is linked: what people paste of it is read."""

import pytest

from countin.providers.contract import BadId
from tests.providers.contract_links import LinkContract


class TestBandcamp(LinkContract):
    """The contract of services that remind and link."""

    name = "bandcamp"
    releases = (
        (
            "https://TheHeldNotes.bandcamp.com/album/midnight-windows?from=embed",
            "theheldnotes.bandcamp.com/album/midnight-windows",
        ),
        (
            "https://theheldnotes.bandcamp.com/track/slow-tram-2",
            "theheldnotes.bandcamp.com/track/slow-tram-2",
        ),
        (
            "https://music.theheldnotes.example.org/album/midnight-windows",
            "music.theheldnotes.example.org/album/midnight-windows",
        ),
    )
    artists = (
        ("https://theheldnotes.bandcamp.com/", "theheldnotes.bandcamp.com"),
        ("https://theheldnotes.bandcamp.com/music", "theheldnotes.bandcamp.com"),
    )
    no_releases = (
        "https://bandcamp.com/album/midnight-windows",
        "https://theheldnotes.bandcamp.com/",
        "https://theheldnotes.bandcamp.com/merch/tee",
        "https://user:pass@evil.example/album/x",
    )

    def test_an_address_that_is_too_long_to_keep_says_where_it_may_stand(self, provider):
        with pytest.raises(BadId, match=r"has 2\d\d characters\. .+ under `release\.links`"):
            provider.id_forms.release(long := f"https://held.bandcamp.com/album/{'x' * 200}")

        assert provider.id_forms.link(long) == long
