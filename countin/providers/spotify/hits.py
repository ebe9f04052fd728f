"""Spotify's albums and tracks as hits."""

from countin.providers.contract import Hit, TryLater
from countin.providers.reading import JsonObject, link_in, object_in, objects_in, text_in
from countin.providers.spotify.ids import is_bare_id, read_artist_id


def album_hit(album: JsonObject) -> Hit:
    """An album, or what a search shows of it."""
    tracks = objects_in(object_in(album, "tracks"), "items")
    signs = (
        text_in(album, "album_type"),
        _count_of(album.get("total_tracks")),
        "explicit" if any(track.get("explicit") is True for track in tracks) else "",
    )
    return _hit(album, kind="album", note=_joined(signs))


def track_hit(track: JsonObject) -> Hit:
    """A track, told from its twins by the release it is on."""
    album = object_in(track, "album")
    kind, title = text_in(album, "album_type"), text_in(album, "name")
    place = f"on the {kind or 'release'} “{title}”" if title else ""
    signs = (place, "explicit" if track.get("explicit") is True else "")
    return _hit(track, kind="track", note=_joined(signs))


def is_by(artist_id: str | None, hit: Hit) -> bool:
    """Whether the hit names this artist; anyone's will do where none is known."""
    if not artist_id:
        return True
    return f"spotify:artist:{read_artist_id(artist_id)}" in hit.artist_ids


def _hit(item: JsonObject, *, kind: str, note: str) -> Hit:
    bare = text_in(item, "id")
    if not is_bare_id(bare):
        raise TryLater(f"Spotify answered with a {kind} without an id.")
    artists = objects_in(item, "artists")
    return Hit(
        id=f"spotify:{kind}:{bare}",
        title=text_in(item, "name"),
        artist_name=", ".join(name for artist in artists if (name := text_in(artist, "name"))),
        artist_ids=tuple(
            f"spotify:artist:{artist_id}"
            for artist in artists
            if (artist_id := text_in(artist, "id"))
        ),
        link=link_in(
            object_in(item, "external_urls"),
            "spotify",
            instead=f"https://open.spotify.com/{kind}/{bare}",
        ),
        note=note,
    )


def _count_of(tracks: object) -> str:
    if isinstance(tracks, bool) or not isinstance(tracks, int):
        return ""
    return "1 track" if tracks == 1 else f"{tracks} tracks"


def _joined(signs: tuple[str, ...]) -> str:
    return ", ".join(sign for sign in signs if sign)
