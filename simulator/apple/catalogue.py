"""The catalogue of a storefront: albums and songs by id, barcode and ISRC."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.apple.gate import Call
from simulator.apple.shapes import Refusal, Shape, album, refused, song
from simulator.catalogue.releases import Release, Track
from simulator.fans import APPLE


def list_albums(call: Call) -> web.Response:
    """By `ids`, `filter[upc]` or `filter[equivalents]`, each a comma-separated list."""
    storefront = call.storefront
    shelf = call.world.shelf
    query = call.request.query
    found: list[Release | None]
    if "filter[upc]" in query:
        found = [hit for upc in _values(query["filter[upc]"]) for hit in shelf.albums_by_upc(upc)]
    elif "filter[equivalents]" in query:
        found = [shelf.apple_album_anywhere(id) for id in _values(query["filter[equivalents]"])]
    elif "ids" in query:
        ids = _values(query["ids"])
        found = [shelf.apple_album(id, storefront=storefront) for id in ids]
    else:
        raise missing_parameter("ids")
    shown = [each for each in found if each and is_shown(call, release=each)]
    return _data([_album(call, release=release) for release in shown])


def show_album(call: Call) -> web.Response:
    return _data([_album(call, release=album_of(call))])


def list_songs(call: Call) -> web.Response:
    """By `ids` or `filter[isrc]`: an ISRC may give several."""
    shelf = call.world.shelf
    query = call.request.query
    storefront = call.storefront
    found: list[tuple[Release, Track] | None]
    if "filter[isrc]" in query:
        isrcs = _values(query["filter[isrc]"])
        found = [hit for isrc in isrcs for hit in shelf.tracks_by_isrc(isrc)]
    elif "ids" in query:
        found = [shelf.apple_song(id, storefront=storefront) for id in _values(query["ids"])]
    else:
        raise missing_parameter("ids")
    return _data(
        [
            song(release, track=track, storefront=storefront)
            for release, track in filter(None, found)
            if is_out(call, release=release)
        ]
    )


def show_song(call: Call) -> web.Response:
    release, track = song_of(call)
    return _data([song(release, track=track, storefront=call.storefront)])


def is_out(call: Call, *, release: Release, storefront: str = "") -> bool:
    """Whether the release is live in the storefront."""
    market = (storefront or call.storefront).upper()
    return call.world.shows(release, market=market, service=APPLE)


def is_shown(call: Call, *, release: Release) -> bool:
    """Live, or shown before its release because it can be pre-added."""
    if release.pre_add and call.storefront.upper() not in release.availability.excluded:
        return True
    return is_out(call, release=release)


def album_of(call: Call) -> Release:
    """The album in the address; an id of another storefront is not found. Raises Refusal."""
    id = call.request.match_info["id"]
    release = call.world.shelf.apple_album(id, storefront=call.storefront)
    if release is None or not is_shown(call, release=release):
        raise not_found()
    return release


def song_of(call: Call) -> tuple[Release, Track]:
    """Raises Refusal."""
    id = call.request.match_info["id"]
    found = call.world.shelf.apple_song(id, storefront=call.storefront)
    if found is None or not is_out(call, release=found[0]):
        raise not_found()
    return found


def not_found() -> Refusal:
    return refused(404, code="40400", title="Resource Not Found")


def missing_parameter(name: str) -> Refusal:
    return refused(400, code="40005", title="Missing Parameter", detail=name)


def _album(call: Call, *, release: Release) -> Shape:
    return album(release, storefront=call.storefront, is_out=is_out(call, release=release))


def _values(text: str) -> list[str]:
    return [value for value in text.split(",") if value]


def _data(items: list[Shape]) -> web.Response:
    return json_answer({"data": items})
