"""Spotify's addresses: accounts below `/spotify/accounts`, the Web API below `/spotify/v1`."""

from aiohttp import web

from simulator.fans import SPOTIFY
from simulator.keys import world_of
from simulator.spotify.albums import (
    show_album,
    show_album_tracks,
    show_artist,
    show_artist_albums,
    show_track,
)
from simulator.spotify.authorize import decide, show_consent
from simulator.spotify.gate import Answerer, guarded
from simulator.spotify.library import contains, list_is_not_there, remove, save
from simulator.spotify.old_library import list_saved, old_batch, old_contains, old_write
from simulator.spotify.people import list_following, show_me
from simulator.spotify.search import search
from simulator.spotify.shapes import wrapped_error
from simulator.spotify.token_endpoint import answer_token

READS: dict[str, Answerer] = {
    "/me": show_me,
    "/me/library": list_is_not_there,
    "/me/library/contains": contains,
    "/me/following": list_following,
    "/me/albums": list_saved("album"),
    "/me/tracks": list_saved("track"),
    "/me/albums/contains": old_contains("album"),
    "/me/tracks/contains": old_contains("track"),
    "/me/following/contains": old_contains("artist"),
    "/albums": old_batch("album"),
    "/tracks": old_batch("track"),
    "/artists": old_batch("artist"),
    "/albums/{id}": show_album,
    "/albums/{id}/tracks": show_album_tracks,
    "/tracks/{id}": show_track,
    "/artists/{id}": show_artist,
    "/artists/{id}/albums": show_artist_albums,
    "/search": search,
}
OLD_KINDS = {"/me/albums": ("album", 20), "/me/tracks": ("track", 50)}
OLD_KINDS["/me/following"] = ("artist", 50)


def add_spotify(app: web.Application) -> None:
    router = app.router
    router.add_get("/spotify/accounts/authorize", show_consent, allow_head=False)
    router.add_post("/spotify/accounts/authorize", decide)
    router.add_post("/spotify/accounts/api/token", answer_token)
    _add(app, "PUT", "/me/library", save)
    _add(app, "DELETE", "/me/library", remove)
    for path, (kind, most) in OLD_KINDS.items():
        _add(app, "PUT", path, old_write(kind, most=most, removes=False))
        _add(app, "DELETE", path, old_write(kind, most=most, removes=True))
    for path, answerer in READS.items():
        _add(app, "GET", path, answerer)
    router.add_route("*", "/spotify/v1/{rest:.*}", _no_such_address)


def _add(app: web.Application, method: str, path: str, answerer: Answerer) -> None:
    handler = guarded(f"{method} {path}", answerer=answerer, writes=method != "GET")
    app.router.add_route(method, f"/spotify/v1{path}", handler)


async def _no_such_address(request: web.Request) -> web.Response:
    world = world_of(request)
    endpoint = f"{request.method} (no such address)"
    world.calls.count(SPOTIFY, endpoint=endpoint, status=404)
    world.complain("no_such_address", service=SPOTIFY, endpoint=endpoint, detail=request.path[:120])
    return wrapped_error(404, message="Service not found")
