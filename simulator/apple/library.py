"""The fan's own library: adding to it proves nothing, reading it back does."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.apple.catalogue import album_of, is_out, missing_parameter, song_of
from simulator.apple.gate import Call
from simulator.apple.shapes import Shape, library_item, refused
from simulator.catalogue.releases import Release
from simulator.fans import APPLE, AppleAccount, AppleItem
from simulator.scenarios import LateLibrary, Silent202

KINDS = ("albums", "songs", "playlists", "music-videos", "artists")


def show_storefront(call: Call) -> web.Response:
    storefront = call.account().storefront
    shape = {"id": storefront, "type": "storefronts", "href": f"/v1/storefronts/{storefront}"}
    return json_answer({"data": [shape]})


def add_to_library(call: Call) -> web.Response:
    """202 and nothing else, whatever becomes of the ids (facts B3)."""
    account = call.subscriber()
    asked = [
        (kind, id)
        for kind in KINDS
        for id in call.request.query.get(f"ids[{kind}]", "").split(",")
        if id
    ]
    if not asked:
        if "ids" in call.body:
            call.complain("body_instead_of_query")
        raise missing_parameter("ids")
    for kind, id in asked:
        account.writes.setdefault(f"{kind}:{id}", []).append(call.world.clock.now())
        if not _is_silent(call, account=account):
            _add(call, account=account, kind=kind, id=id)
    return web.Response(status=202)


def list_library(kind: str, call: Call) -> web.Response:
    account = call.subscriber()
    items = [item for item in account.shown(call.world.clock.now()) if item.kind == kind]
    return json_answer({"data": [_shape(item) for item in items], "meta": {"total": len(items)}})


def list_library_albums(call: Call) -> web.Response:
    return list_library("albums", call)


def list_library_songs(call: Call) -> web.Response:
    return list_library("songs", call)


def show_album_twin(call: Call) -> web.Response:
    """The library's own copy of a catalogue album; 40403 where there is none."""
    return _twin(call, kind="albums", key=album_of(call).key)


def show_song_twin(call: Call) -> web.Response:
    release, track = song_of(call)
    return _twin(call, kind="songs", key=f"{release.key}/{track.isrc}")


def _twin(call: Call, *, kind: str, key: str) -> web.Response:
    account = call.subscriber()
    item = account.library.get((kind, key))
    if item is None or item.appears_at > call.world.clock.now():
        raise refused(404, code="40403", title="No related resources",
                      detail="No related resources found for library")  # fmt: skip
    return json_answer({"data": [_shape(item)]})


def _add(call: Call, *, account: AppleAccount, kind: str, id: str) -> None:
    key, release = _target(call, account=account, kind=kind, id=id)
    if release is None:
        return
    now = call.world.clock.now()
    late = call.world.scenarios.get(LateLibrary, service=APPLE)
    wait = late.minutes * 60 if late else call.world.settings.apple_library_delay_seconds
    appears_at = now + wait
    if not is_out(call, release=release, storefront=account.storefront):
        moment = call.world.moment(release, market=account.storefront.upper(), service=APPLE)
        if release.pre_add != "works" or moment is None:
            return
        appears_at = moment
    if (kind, key) in account.removed_by_fan:
        call.complain("saved_after_the_fan_removed_it", fan=account.fan_id, detail=key)
    account.library.setdefault((kind, key), AppleItem(kind, key, id, now, appears_at))


def _target(call: Call, *, account: AppleAccount, kind: str, id: str) -> tuple[str, Release | None]:
    """What the id means in the fan's storefront; ids of another one mean nothing there."""
    shelf = call.world.shelf
    if kind == "albums":
        release = shelf.apple_album(id, storefront=account.storefront)
        return (release.key, release) if release else ("", None)
    if kind == "songs" and (found := shelf.apple_song(id, storefront=account.storefront)):
        return f"{found[0].key}/{found[1].isrc}", found[0]
    return "", None


def _is_silent(call: Call, *, account: AppleAccount) -> bool:
    silent = call.world.scenarios.get(Silent202, service=APPLE)
    if silent is None:
        return False
    return account.fan_id in silent.fans if silent.fans else call.world.chance(silent.share)


def _shape(item: AppleItem) -> Shape:
    return library_item(item, name=item.key)
