"""Deezer's catalog by UPC and ISRC: 200 for everything, with the error inside."""

import hashlib

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Release
from simulator.keys import world_of


async def show_album(request: web.Request) -> web.Response:
    """`/album/upc:…`."""
    upc = request.match_info["place"].removeprefix("upc:")
    albums = world_of(request).shelf.albums_by_upc(upc)
    return _shown(request, found=[(release, "album") for release in albums])


async def show_track(request: web.Request) -> web.Response:
    """`/track/isrc:…`."""
    isrc = request.match_info["place"].removeprefix("isrc:")
    tracks = world_of(request).shelf.tracks_by_isrc(isrc)
    return _shown(request, found=[(release, "track") for release, _track in tracks])


def number_of(release: Release, *, kind: str) -> int:
    """Deezer's own."""
    return int(hashlib.sha256(f"deezer {kind} {release.key}".encode()).hexdigest()[:7], 16) + 1


def _shown(request: web.Request, *, found: list[tuple[Release, str]]) -> web.Response:
    world = world_of(request)
    out = [one for one in found if world.shows(one[0], market="FR", service="deezer")]
    if not out:
        error = {"type": "DataException", "message": "no data", "code": 800}
        return json_answer({"error": error})
    release, kind = out[0]
    number = number_of(release, kind=kind)
    return json_answer(
        {
            "id": number,
            "title": release.title if kind == "album" else release.tracks[0].title,
            "link": f"https://www.deezer.com/{kind}/{number}",
            "release_date": release.release_date.isoformat(),
            "artist": {"id": 1, "name": release.artists[0].name, "type": "artist"},
            "type": kind,
        }
    )
