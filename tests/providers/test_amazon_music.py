"""Amazon Music is linked: what people paste of it is read."""

from tests.providers.contract_links import LinkContract


class TestAmazonMusic(LinkContract):
    """The contract of services that remind and link."""

    name = "amazon_music"
    releases = (
        (
            "https://music.amazon.com/albums/B0MIDNIGHT?marketplaceId=ATVPDKIKX0DER&ref=dm_sh",
            "music.amazon.com/albums/B0MIDNIGHT",
        ),
        (
            "https://music.amazon.de/albums/B0MIDNIGHT?ref=x&trackAsin=B0SLOWTRAM",
            "music.amazon.de/albums/B0MIDNIGHT?trackAsin=B0SLOWTRAM",
        ),
        (
            "https://music.amazon.co.jp/tracks/B0SLOWTRAM/",
            "music.amazon.co.jp/tracks/B0SLOWTRAM",
        ),
    )
    artists = (
        (
            "https://music.amazon.co.uk/artists/B0HELDNOTE/the-held-notes",
            "music.amazon.co.uk/artists/B0HELDNOTE",
        ),
    )
    no_releases = (
        "https://music.amazon.com/",
        "https://www.amazon.com/dp/B0MIDNIGHT",
        "https://music.amazon.com/user-playlists/B0MIDNIGHT",
        "https://musicXamazon.com/albums/B0MIDNIGHT",
    )
