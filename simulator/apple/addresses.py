"""Apple's addresses: the API below `/apple/v1`, the pop-up and the script beside it."""

from aiohttp import web

from simulator.apple.authorize import decide, serve_script, show_consent
from simulator.apple.catalogue import list_albums, list_songs, not_found, show_album, show_song
from simulator.apple.gate import Answerer, Call, answer_preflight, guarded
from simulator.apple.library import (
    add_to_library,
    list_library_albums,
    list_library_songs,
    show_album_twin,
    show_song_twin,
    show_storefront,
)

READS: dict[str, Answerer] = {
    "/me/storefront": show_storefront,
    "/me/library/albums": list_library_albums,
    "/me/library/songs": list_library_songs,
    "/catalog/{storefront}/albums": list_albums,
    "/catalog/{storefront}/albums/{id}": show_album,
    "/catalog/{storefront}/albums/{id}/library": show_album_twin,
    "/catalog/{storefront}/songs": list_songs,
    "/catalog/{storefront}/songs/{id}": show_song,
    "/catalog/{storefront}/songs/{id}/library": show_song_twin,
}


def add_apple(app: web.Application) -> None:
    router = app.router
    router.add_get("/apple/musickit.js", serve_script)
    router.add_get("/apple/authorize", show_consent, allow_head=False)
    router.add_post("/apple/authorize", decide)
    writer = guarded("POST /me/library", answerer=add_to_library, writes=True)
    router.add_post("/apple/v1/me/library", writer)
    for path, answerer in READS.items():
        handler = guarded(f"GET {path}", answerer=answerer)
        router.add_get(f"/apple/v1{path}", handler, allow_head=False)
    router.add_route("OPTIONS", "/apple/v1/{rest:.*}", answer_preflight)
    router.add_route("*", "/apple/v1/{rest:.*}", guarded("(no such address)", answerer=_nothing))


def _nothing(call: Call) -> web.Response:
    call.complain("no_such_address", detail=f"{call.request.method} {call.request.path[:120]}")
    raise not_found()
