"""Apple's error shape and resources."""

from uuid import uuid4

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Release, Track
from simulator.fans import AppleItem

Shape = dict[str, object]


class Refusal(Exception):
    """The answer is an error, made already."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refused(status: int, *, code: str, title: str, detail: str = "") -> Refusal:
    """Status and code are strings in Apple's errors (facts B3)."""
    error = {
        "id": uuid4().hex.upper()[:26],
        "title": title,
        "detail": detail or title,
        "status": str(status),
        "code": code,
    }
    return Refusal(json_answer({"errors": [error]}, status=status))


def album(release: Release, *, storefront: str, is_out: bool) -> Shape:
    """Before its moment a pre-add album is incomplete and can't be played."""
    id = release.apple_album_id(storefront)
    attributes: Shape = {
        "name": release.title + (" - Single" if release.kind == "single" else ""),
        "artistName": " & ".join(artist.name for artist in release.artists),
        "upc": release.upc,
        "releaseDate": release.release_date.isoformat(),
        "recordLabel": release.label,
        "trackCount": len(release.tracks),
        "isSingle": release.kind == "single",
        "isComplete": is_out,
        "genreNames": ["Music"],
        "url": f"https://music.apple.com/{storefront}/album/{id}",
    }
    if release.is_explicit:
        attributes["contentRating"] = "explicit"
    if is_out:
        attributes["playParams"] = {"id": id, "kind": "album"}
    shape = _resource("albums", id=id, storefront=storefront, attributes=attributes)
    artists = [{"id": artist.apple_id, "type": "artists"} for artist in release.artists]
    shape["relationships"] = {"artists": {"data": artists}}
    return shape


def song(release: Release, *, track: Track, storefront: str) -> Shape:
    id = release.apple_id(track.apple_base, storefront=storefront)
    attributes: Shape = {
        "name": track.title,
        "artistName": " & ".join(artist.name for artist in release.artists),
        "albumName": release.title,
        "isrc": track.isrc,
        "releaseDate": release.release_date.isoformat(),
        "durationInMillis": track.duration_ms,
        "trackNumber": release.tracks.index(track) + 1,
        "playParams": {"id": id, "kind": "song"},
        "url": f"https://music.apple.com/{storefront}/song/{id}",
    }
    if track.is_explicit:
        attributes["contentRating"] = "explicit"
    return _resource("songs", id=id, storefront=storefront, attributes=attributes)


def library_item(item: AppleItem, *, name: str) -> Shape:
    id = ("l." if item.kind == "albums" else "i.") + item.catalogue_id
    return {
        "id": id,
        "type": f"library-{item.kind}",
        "href": f"/v1/me/library/{item.kind}/{id}",
        "attributes": {
            "name": name,
            "playParams": {"id": id, "isLibrary": True, "catalogId": item.catalogue_id},
        },
    }


def _resource(kind: str, *, id: str, storefront: str, attributes: Shape) -> Shape:
    href = f"/v1/catalog/{storefront}/{kind}/{id}"
    return {"id": id, "type": kind, "href": href, "attributes": attributes}
