"""Looking at the truth: libraries, complaints and calls."""

from aiohttp import web

from simulator.answers import json_answer
from simulator.clock import iso
from simulator.control.asking import BadControl, controlled, read_object
from simulator.fans import APPLE, SPOTIFY
from simulator.keys import world_of
from simulator.ledger.users import DeveloperKey
from simulator.twin_names import TWIN_NAMES
from simulator.world import World


@controlled
async def show_libraries(request: web.Request) -> web.Response:
    """What every fan has; `?fan=ID` for one, `?holding=URI-or-release` for counts alone."""
    world = world_of(request)
    now = world.clock.now()
    if what := request.query.get("holding"):
        return json_answer(_holding(world, what=what))
    fan_id = request.query.get("fan")
    fans = [world.fans.get(fan_id)] if fan_id else list(world.fans)
    return json_answer({"now": iso(now), "fans": {fan.id: fan.as_json(now) for fan in fans}})


@controlled
async def show_complaints(request: web.Request) -> web.Response:
    return json_answer(world_of(request).complaints.as_json())


@controlled
async def show_calls(request: web.Request) -> web.Response:
    return json_answer(world_of(request).calls.as_json())


@controlled
async def reset(request: web.Request) -> web.Response:
    """Back to the first day: fans, libraries, grants, complaints, calls, scenarios, catalogue and
    the clock. Apps and keys stay."""
    world = world_of(request)
    world.begin_again()
    world.clock.offset_seconds = 0.0
    return json_answer({"reset": True})


@controlled
async def add_apple_key(request: web.Request) -> web.Response:
    data = await read_object(request)
    names = ("team_id", "key_id", "public_key")
    if any(not isinstance(data.get(name), str) for name in names):
        raise BadControl(f"send {', '.join(names)} (PEM)")
    world_of(request).apple.add_key(DeveloperKey(*(data[name] for name in names)))
    return json_answer({"key_id": data["key_id"]}, status=201)


def _holding(world: World, *, what: str) -> dict[str, object]:
    """The fans who hold a URI (Spotify) or a release's id (Apple Music)."""
    now = world.clock.now()
    spotify = [f.id for f in world.fans if f.spotify and what in f.spotify.shelf_of(what)]
    apple = [
        f.id for f in world.fans if f.apple and any(item.key == what for item in f.apple.shown(now))
    ]
    held = dict(zip((SPOTIFY, APPLE), (spotify, apple), strict=True))
    for name in TWIN_NAMES:
        accounts = ((f.id, f.accounts.get(name)) for f in world.fans)
        if ids := [key for key, one in accounts if one and what in (one.saved | one.followed)]:
            held[name] = ids
    return {"holding": what, "counts": {name: len(ids) for name, ids in held.items()}, "fans": held}
