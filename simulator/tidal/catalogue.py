"""Albums and tracks by id, barcode and ISRC, in one country."""

from collections.abc import Iterator

from aiohttp import web

from simulator.catalogue.releases import Release, Track
from simulator.tidal import shapes
from simulator.twins.gate import Call


def find_albums(call: Call) -> web.Response:
    barcode = call.request.query.get("filter[barcodeId]", "")
    _check(call, filters=("barcodeId", "id"))
    found = call.world.shelf.albums_by_upc(barcode) if barcode else []
    return _answer(call, shown=[(release, shapes.album(release)) for release in found])


def find_tracks(call: Call) -> web.Response:
    isrc = call.request.query.get("filter[isrc]", "")
    _check(call, filters=("isrc", "id"))
    found = call.world.shelf.tracks_by_isrc(isrc) if isrc else []
    return _answer(call, shown=[(each, shapes.track(each, one=track)) for each, track in found])


def show_album(call: Call) -> web.Response:
    release = album_of(call, id=call.request.match_info["id"])
    if release is None or not is_shown(call, release=release):
        raise call.refuse(404, words="Resource not found")
    return shapes.document(shapes.album(release), included=_included(call, releases=[release]))


def show_track(call: Call) -> web.Response:
    found = track_of(call, id=call.request.match_info["id"])
    if found is None or not is_shown(call, release=found[0]):
        raise call.refuse(404, words="Resource not found")
    included = _included(call, releases=[found[0]])
    return shapes.document(shapes.track(found[0], one=found[1]), included=included)


def album_of(call: Call, *, id: str) -> Release | None:
    return next((each for each in call.world.shelf if shapes.album_id(each) == id), None)


def track_of(call: Call, *, id: str) -> tuple[Release, Track] | None:
    return next(
        (each for each in _tracks(call) if shapes.track_id(each[0], track=each[1]) == id), None
    )


def is_known_artist(call: Call, *, id: str) -> bool:
    shelf = call.world.shelf
    return any(shapes.artist_id(artist) == id for each in shelf for artist in each.artists)


def is_shown(call: Call, *, release: Release) -> bool:
    market = call.request.query.get("countryCode") or "US"
    return call.world.shows(release, market=market, service=call.twin.name)


def _tracks(call: Call) -> Iterator[tuple[Release, Track]]:
    return ((release, track) for release in call.world.shelf for track in release.tracks)


def _check(call: Call, *, filters: tuple[str, ...]) -> None:
    given = [name for name in call.request.query if name.startswith("filter[")]
    if not given or any(name not in {f"filter[{known}]" for known in filters} for name in given):
        raise call.refuse(400, words=f"Available filters: {', '.join(filters)}")
    if not call.request.query.get("countryCode"):
        call.complain("no_country")


def _answer(call: Call, *, shown: list[tuple[Release, shapes.Shape]]) -> web.Response:
    there = [(each, shape) for each, shape in shown if is_shown(call, release=each)]
    data = [shape for _release, shape in there]
    return shapes.document(data, included=_included(call, releases=[each for each, _ in there]))


def _included(call: Call, *, releases: list[Release]) -> list[shapes.Shape]:
    wanted = call.request.query.get("include", "").split(",")
    included = []
    for release in releases:
        included += shapes.artists(release) if "artists" in wanted else []
        included += [shapes.album(release)] if "albums" in wanted else []
    return list({(str(one["type"]), str(one["id"])): one for one in included}.values())
