"""The two error shapes of the Web API, and its objects."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Artist, Release, Track

Shape = dict[str, object]


def wrapped_error(status: int, *, message: str, **more: str) -> web.Response:
    """The usual shape: `{"error": {"status", "message"}}`."""
    return json_answer({"error": {"status": status, "message": message, **more}}, status=status)


def flat_error(status: int, *, message: str) -> web.Response:
    """The shape of a 400 of `/me/library`: not wrapped (facts A4)."""
    return json_answer({"status": status, "message": message}, status=status)


def resource(kind: str, *, id: str, name: str) -> Shape:
    return {
        "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{id}"},
        "href": f"https://api.spotify.com/v1/{kind}s/{id}",
        "id": id,
        "name": name,
        "type": kind,
        "uri": f"spotify:{kind}:{id}",
    }


def simplified_artist(artist: Artist) -> Shape:
    return resource("artist", id=artist.spotify_id, name=artist.name)


def full_artist(artist: Artist, *, is_extended: bool) -> Shape:
    shape = {**simplified_artist(artist), "genres": [], "images": []}
    if is_extended:
        shape |= {"followers": {"href": None, "total": 800}, "popularity": 12}
    return shape


def simplified_album(release: Release, *, is_extended: bool, restricted: bool = False) -> Shape:
    """As in search results: without `external_ids`."""
    shape = {
        **resource("album", id=release.spotify_id, name=release.title),
        "album_type": "album" if release.kind == "album" else "single",
        "artists": [simplified_artist(artist) for artist in release.artists],
        "images": [],
        "release_date": release.release_date.isoformat(),
        "release_date_precision": "day",
        "total_tracks": len(release.tracks),
    }
    if is_extended:
        shape["album_group"] = shape["album_type"]
    if restricted:
        shape["restrictions"] = {"reason": "market"}
    return shape


def full_album(release: Release, *, is_extended: bool, restricted: bool = False) -> Shape:
    tracks = [simplified_track(release, track=track) for track in release.tracks]
    shape = simplified_album(release, is_extended=is_extended, restricted=restricted) | {
        "copyrights": [],
        "external_ids": {"upc": release.upc},
        "tracks": paged(tracks, limit=50, offset=0),
    }
    if is_extended:
        shape |= {"genres": [], "label": release.label, "popularity": 10}
    return shape


def simplified_track(release: Release, *, track: Track) -> Shape:
    return {
        **resource("track", id=track.spotify_id, name=track.title),
        "artists": [simplified_artist(artist) for artist in release.artists],
        "disc_number": 1,
        "duration_ms": track.duration_ms,
        "explicit": track.is_explicit,
        "is_local": False,
        "is_playable": True,
        "track_number": release.tracks.index(track) + 1,
    }


def full_track(release: Release, *, track: Track, is_extended: bool) -> Shape:
    return simplified_track(release, track=track) | {
        "album": simplified_album(release, is_extended=is_extended),
        "external_ids": {"isrc": track.isrc},
    }


def paged(items: list[Shape], *, limit: int, offset: int, total: int | None = None) -> Shape:
    return {
        "href": "",
        "items": items,
        "limit": limit,
        "next": None,
        "offset": offset,
        "previous": None,
        "total": len(items) if total is None else total,
    }
