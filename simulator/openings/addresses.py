"""Their addresses."""

from aiohttp import web

from simulator.openings import deezer, itunes, musicbrainz, pages


def add_openings(app: web.Application) -> None:
    """`/itunes`, `/deezer`, `/musicbrainz`, and `/pages`."""
    router = app.router
    router.add_get("/itunes/lookup", itunes.look_up)
    router.add_get("/deezer/album/{place}", deezer.show_album)
    router.add_get("/deezer/track/{place}", deezer.show_track)
    router.add_get("/musicbrainz/ws/2/release", musicbrainz.search)
    router.add_get("/musicbrainz/ws/2/release/{id}", musicbrainz.show)
    router.add_get("/", pages.front)
    router.add_get("/pages/{kind}/{rest:.*}", pages.answer)
