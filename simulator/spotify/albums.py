"""Albums, tracks and artists by their ids."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Artist, Release
from simulator.fans import SPOTIFY
from simulator.spotify.calls import Call, Refusal
from simulator.spotify.shapes import (
    full_album,
    full_artist,
    full_track,
    paged,
    simplified_album,
    simplified_track,
    wrapped_error,
)


def show_album(call: Call) -> web.Response:
    release, restricted = _album(call)
    shape = full_album(release, is_extended=call.is_extended, restricted=restricted)
    return json_answer(shape)


def show_album_tracks(call: Call) -> web.Response:
    release, _restricted = _album(call)
    tracks = [simplified_track(release, track=track) for track in release.tracks]
    return json_answer(paged(tracks, limit=50, offset=0))


def show_track(call: Call) -> web.Response:
    found = call.world.shelf.track(call.request.match_info["id"])
    if found is None or not call.world.shows(found[0], market=call.market, service=SPOTIFY):
        raise not_found()
    release, track = found
    return json_answer(full_track(release, track=track, is_extended=call.is_extended))


def show_artist(call: Call) -> web.Response:
    return json_answer(full_artist(_artist(call), is_extended=call.is_extended))


def show_artist_albums(call: Call) -> web.Response:
    limit, offset = read_page(call)
    artist = _artist(call)
    groups = call.request.query.get("include_groups", "album,single").split(",")
    found = [
        simplified_album(release, is_extended=call.is_extended)
        for release in call.world.shelf
        if artist in release.artists
        and ("album" if release.kind == "album" else "single") in groups
        and call.world.shows(release, market=call.market, service=SPOTIFY)
    ]
    part = found[offset : offset + limit]
    return json_answer(paged(part, limit=limit, offset=offset, total=len(found)))


def read_page(call: Call) -> tuple[int, int]:
    """`limit` (at most 10, else 5) and `offset`. Raises Refusal."""
    query = call.request.query
    try:
        limit, offset = int(query.get("limit", "5")), int(query.get("offset", "0"))
    except ValueError:
        raise Refusal(wrapped_error(400, message="Invalid limit")) from None
    if not 1 <= limit <= 10 or offset < 0:
        call.complain("limit_over_10", detail=str(limit))
        raise Refusal(wrapped_error(400, message="Invalid limit"))
    return limit, offset


def not_found() -> Refusal:
    return Refusal(wrapped_error(404, message="Resource not found"))


def _album(call: Call) -> tuple[Release, bool]:
    """The release, and whether it is shown only as restricted. Raises Refusal."""
    release = call.world.shelf.album(call.request.match_info["id"])
    if release is None:
        raise not_found()
    if call.world.shows(release, market=call.market, service=SPOTIFY):
        return release, False
    if call.market is None or call.world.settings.unavailable_album != "restricted":
        raise not_found()
    return release, True


def _artist(call: Call) -> Artist:
    artist = call.world.shelf.artist(call.request.match_info["id"])
    if artist is None:
        raise not_found()
    return artist
