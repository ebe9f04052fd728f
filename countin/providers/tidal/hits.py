"""TIDAL's albums and tracks as hits."""

from countin.providers.contract import Hit, TryLater
from countin.providers.reading import JsonObject, link_in, object_in, objects_in, text_in
from countin.providers.tidal.ids import is_bare_id, read_artist_id, release_address


def hit_from(item: JsonObject, *, included: list[JsonObject]) -> Hit:
    """An album or a track, with the artists that came along."""
    kind, bare = text_in(item, "type"), text_in(item, "id")
    if kind not in ("albums", "tracks") or not is_bare_id(bare):
        raise TryLater("TIDAL answered with a release without an id.")
    attributes = object_in(item, "attributes")
    artist_ids = _ids_of(item, relationship="artists")
    names = {
        text_in(one, "id"): text_in(object_in(one, "attributes"), "name")
        for one in included
        if one.get("type") == "artists"
    }
    return Hit(
        id=f"{kind}:{bare}",
        title=text_in(attributes, "title"),
        artist_name=", ".join(names[each] for each in artist_ids if names.get(each)),
        artist_ids=artist_ids,
        link=_link(attributes, instead=release_address(f"{kind}:{bare}")),
        note=_note(item, attributes=attributes, included=included),
    )


def is_by(artist_id: str | None, hit: Hit) -> bool:
    """Whether the hit names this artist; anyone's will do where none is known."""
    return not artist_id or read_artist_id(artist_id) in hit.artist_ids


def _ids_of(item: JsonObject, *, relationship: str) -> tuple[str, ...]:
    named = objects_in(object_in(object_in(item, "relationships"), relationship), "data")
    return tuple(id for one in named if (id := text_in(one, "id")))


def _link(attributes: JsonObject, *, instead: str) -> str:
    for link in objects_in(attributes, "externalLinks"):
        if text_in(object_in(link, "meta"), "type") == "TIDAL_SHARING":
            return link_in(link, "href", instead=instead)
    return instead


def _note(item: JsonObject, *, attributes: JsonObject, included: list[JsonObject]) -> str:
    signs = (
        text_in(attributes, "albumType").lower(),
        _count_of(attributes.get("numberOfItems")),
        text_in(attributes, "version"),
        _place(item, included=included),
        "explicit" if attributes.get("explicit") is True else "",
    )
    return ", ".join(sign for sign in signs if sign)


def _place(item: JsonObject, *, included: list[JsonObject]) -> str:
    ids = _ids_of(item, relationship="albums")
    titles = [
        text_in(object_in(one, "attributes"), "title")
        for one in included
        if one.get("type") == "albums" and text_in(one, "id") in ids
    ]
    return f"on “{titles[0]}”" if titles else ""


def _count_of(items: object) -> str:
    if isinstance(items, bool) or not isinstance(items, int):
        return ""
    return "1 track" if items == 1 else f"{items} tracks"
