"""MusicBrainz: a search by barcode, and a release with its links. One request a second; whoever
says no name is refused."""

import hashlib

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Release
from simulator.keys import world_of
from simulator.openings import deezer

NAMELESS = ("", "Python", "aiohttp", "curl")


async def search(request: web.Request) -> web.Response:
    """`/ws/2/release?query=barcode:…`."""
    if refused := _refused(request):
        return refused
    upc = request.query.get("query", "").removeprefix("barcode:")
    found = [
        {"id": _mbid(release), "score": 100, "title": release.title, "barcode": release.upc}
        for release in world_of(request).shelf.albums_by_upc(upc)
    ]
    return json_answer({"count": len(found), "offset": 0, "releases": found})


async def show(request: web.Request) -> web.Response:
    """`/ws/2/release/MBID?inc=url-rels`."""
    if refused := _refused(request):
        return refused
    found = [each for each in world_of(request).shelf if _mbid(each) == request.match_info["id"]]
    if not found:
        return json_answer({"error": "Not Found"}, status=404)
    release = found[0]
    links = {
        "free streaming": f"https://www.deezer.com/album/{deezer.number_of(release, kind='album')}",
        "purchase for download": f"https://the-held-notes.bandcamp.com/album/{release.key}",
        "review": "https://www.example.com/review",
    }
    return json_answer(
        {
            "id": _mbid(release),
            "title": release.title,
            "artist-credit": [
                {"name": artist.name, "joinphrase": "" if last else " & "}
                for artist, last in zip(
                    release.artists, [*[False] * (len(release.artists) - 1), True], strict=True
                )
            ],
            "relations": [
                {"type": kind, "ended": False, "url": {"resource": url}}
                for kind, url in links.items()
            ],
        }
    )


def _refused(request: web.Request) -> web.Response | None:
    agent = request.headers.get("User-Agent", "")
    if agent.split("/")[0] in NAMELESS:
        return json_answer({"error": "Say who you are."}, status=403)
    return None


def _mbid(release: Release) -> str:
    digest = hashlib.sha256(f"musicbrainz {release.key}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
