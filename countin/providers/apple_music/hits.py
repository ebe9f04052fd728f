"""Apple's albums and songs as hits."""

from countin.providers.apple_music.ids import is_number
from countin.providers.contract import Hit, Release, TryLater
from countin.providers.reading import JsonObject, link_in, object_in, objects_in, text_in


def make_hit(item: JsonObject, *, kind: str) -> Hit:
    """An album or song, told from its twins by its note."""
    number = text_in(item, "id")
    if not is_number(number):
        raise TryLater("Apple Music answered with something without an id.")
    attributes = object_in(item, "attributes")
    return Hit(
        id=f"{kind}:{number}",
        title=text_in(attributes, "name"),
        artist_name=text_in(attributes, "artistName"),
        artist_ids=_artist_ids(item),
        link=link_in(
            attributes, "url", instead=f"https://music.apple.com/{kind.rstrip('s')}/{number}"
        ),
        note=_album_note(attributes) if kind == "albums" else _song_note(attributes),
    )


def is_by(release: Release, hit: Hit) -> bool:
    """Whether the hit is the consented artist's; by name where Apple gives no ids. Anyone's
    will do where no artist is known."""
    if not release.artist_id:
        return True
    if hit.artist_ids:
        return release.artist_id.strip() in hit.artist_ids
    return release.artist_name.casefold() == hit.artist_name.casefold()


def _artist_ids(item: JsonObject) -> tuple[str, ...]:
    artists = objects_in(object_in(object_in(item, "relationships"), "artists"), "data")
    return tuple(number for artist in artists if (number := text_in(artist, "id")))


def _album_note(attributes: JsonObject) -> str:
    count = attributes.get("trackCount")
    signs = (
        "single" if attributes.get("isSingle") is True else "",
        f"{count} track{'' if count == 1 else 's'}" if isinstance(count, int) else "",
        text_in(attributes, "contentRating"),
    )
    return ", ".join(sign for sign in signs if sign)


def _song_note(attributes: JsonObject) -> str:
    album = text_in(attributes, "albumName")
    signs = (f"on “{album}”" if album else "", text_in(attributes, "contentRating"))
    return ", ".join(sign for sign in signs if sign)
