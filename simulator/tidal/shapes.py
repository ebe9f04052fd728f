"""TIDAL's JSON:API documents, and its ids."""

import hashlib

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Artist, Release, Track

Shape = dict[str, object]
MEDIA = "application/vnd.api+json"


def document(data: object, *, status: int = 200, **more: object) -> web.Response:
    """As every answer is sent."""
    answer = json_answer({"data": data, "links": {"self": "/"}, **more}, status=status)
    answer.content_type = MEDIA
    return answer


def error(status: int, code: str, words: str) -> web.Response:
    """`{"errors": [{"status", "code", "detail"}]}`; only some carry a code."""
    told = {"status": str(status), "detail": words or "Refused"} | ({"code": code} if code else {})
    answer = json_answer({"errors": [told]}, status=status)
    answer.content_type = MEDIA
    return answer


def album_id(release: Release) -> str:
    return _number("album", release.key)


def track_id(release: Release, *, track: Track) -> str:
    return _number("track", f"{release.key} {track.spotify_id}")


def artist_id(artist: Artist) -> str:
    return _number("artist", artist.key)


def ids_of(release: Release) -> Shape:
    """As the control API shows them."""
    return {
        "release": album_id(release),
        "tracks": [track_id(release, track=track) for track in release.tracks],
        "artist": artist_id(release.artists[0]),
    }


def album(release: Release) -> Shape:
    attributes: Shape = {
        "title": release.title,
        "barcodeId": release.upc.zfill(13),
        "albumType": release.kind.upper(),
        "explicit": any(track.is_explicit for track in release.tracks),
        "numberOfItems": len(release.tracks),
        "numberOfVolumes": 1,
        "duration": "PT3M20S",
        "popularity": 0.1,
        "mediaTags": ["LOSSLESS"],
        "releaseDate": release.release_date.isoformat(),
        "externalLinks": _sharing("album", album_id(release)),
    }
    return _resource("albums", id=album_id(release), attributes=attributes, release=release)


def track(release: Release, *, one: Track) -> Shape:
    id = track_id(release, track=one)
    attributes: Shape = {
        "title": one.title,
        "isrc": one.isrc,
        "explicit": one.is_explicit,
        "key": "UNKNOWN",
        "keyScale": "UNKNOWN",
        "duration": "PT3M20S",
        "popularity": 0.1,
        "mediaTags": ["LOSSLESS"],
        "externalLinks": _sharing("track", id),
    }
    shape = _resource("tracks", id=id, attributes=attributes, release=release)
    relationships = shape["relationships"]
    assert isinstance(relationships, dict)
    relationships["albums"] = _named([{"type": "albums", "id": album_id(release)}])
    return shape


def artists(release: Release) -> list[Shape]:
    """What `include=artists` adds."""
    return [
        {
            "type": "artists",
            "id": artist_id(artist),
            "attributes": {"name": artist.name, "popularity": 0.1},
        }
        for artist in release.artists
    ]


def _resource(kind: str, *, id: str, attributes: Shape, release: Release) -> Shape:
    named: list[Shape] = [
        {"type": "artists", "id": artist_id(artist)} for artist in release.artists
    ]
    return {
        "type": kind,
        "id": id,
        "attributes": attributes,
        "relationships": {"artists": _named(named)},
    }


def _named(data: list[Shape]) -> Shape:
    return {"data": data, "links": {"self": "/"}}


def _sharing(kind: str, id: str) -> list[Shape]:
    return [{"href": f"https://tidal.com/browse/{kind}/{id}", "meta": {"type": "TIDAL_SHARING"}}]


def _number(kind: str, key: str) -> str:
    return str(int(hashlib.sha256(f"tidal {kind} {key}".encode()).hexdigest()[:8], 16) + 1)
