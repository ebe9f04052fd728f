"""Amazon Music, as an installation takes it in."""

from countin.providers.contract import Logo, Words
from countin.providers.linking import Links, link_listing, shape

# One catalog, a website for each country; a link keeps the one that it was copied from.
_ENDS = ("com", "co.uk", "de", "fr", "it", "es", "ca", "co.jp", "com.au", "com.br", "com.mx", "in")
_HOST = rf"music\.amazon\.(?P<end>{'|'.join(end.replace('.', '[.]') for end in _ENDS)})"
_ID = r"(?P<id>B[A-Z0-9]{9})"
_LINKS = Links(
    hosts=tuple(f"music.amazon.{end}" for end in _ENDS),
    releases=(
        # A track of an album has the album's address and its own number behind it.
        shape(
            rf"{_HOST}/albums/{_ID}\?(?:.*&)?trackAsin=(?P<track>B[A-Z0-9]{{9}})",
            "music.amazon.{end}/albums/{id}?trackAsin={track}",
        ),
        shape(rf"{_HOST}/albums/{_ID}", "music.amazon.{end}/albums/{id}"),
        shape(rf"{_HOST}/tracks/{_ID}", "music.amazon.{end}/tracks/{id}"),
    ),
    artists=(shape(rf"{_HOST}/artists/{_ID}(?:/[^/?#]*)?", "music.amazon.{end}/artists/{id}"),),
    example="https://music.amazon.com/albums/B0…",
    search="https://music.amazon.com/search/{words}",
)
LISTING = link_listing(
    name="amazon_music",
    words=Words(
        name="Amazon Music",
        remind="Remind me for Amazon Music",
        follow_link="Follow {artist} on Amazon Music",
        open_link="Open in Amazon Music",
    ),
    links=_LINKS,
    logo=Logo(
        address="https://artists.amazonmusic.com",
        rule=(
            "Show it only as Amazon gives it out, unchanged, and in no way that suggests that "
            "Amazon stands behind your page."
        ),
    ),
    who_may=(
        "Everybody, without keys. Its API is in a closed beta: Amazon enables each app, and "
        "answers others that they ask for an unknown scope."
    ),
    everywhere=True,
)
