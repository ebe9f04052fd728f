"""Making fans, and what they do at the service itself."""

from typing import Any

from aiohttp import web

from simulator.answers import json_answer
from simulator.control.asking import BadControl, controlled, read_json, read_object
from simulator.departures import change_password, revoke_at_service
from simulator.fans import ALLOW_LIST_SIZE, SERVICES, Fan, make_fan
from simulator.keys import world_of
from simulator.markets import zones
from simulator.twin_names import TWIN_NAMES
from simulator.twins.accounts import account_at
from simulator.world import World


@controlled
async def create_fans(request: web.Request) -> web.Response:
    """One fan or a list of them; an id that is there already is replaced."""
    world = world_of(request)
    data = await read_json(request)
    fans = [_read(entry) for entry in (data if isinstance(data, list) else [data])]
    _check_allow_list(world, fans=fans)
    for fan in fans:
        revoke_at_service(world, fan=fan)  # a replaced fan's old grants are not the new one's
        world.fans.add(fan)
    return json_answer({"created": [fan.id for fan in fans]}, status=201)


@controlled
async def list_fans(request: web.Request) -> web.Response:
    fans = world_of(request).fans
    return json_answer({"fans": [{"id": fan.id, "country": fan.country} for fan in fans]})


@controlled
async def revoke(request: web.Request) -> web.Response:
    """The fan removes the app's access in the service's own settings."""
    world = world_of(request)
    fan = world.fans.get(request.match_info["id"])
    service = _service(await read_object(request))
    return json_answer({"ended": revoke_at_service(world, fan=fan, service=service)})


@controlled
async def set_password(request: web.Request) -> web.Response:
    """`days`: how long Apple refuses even fresh tokens (default 2)."""
    world = world_of(request)
    fan = world.fans.get(request.match_info["id"])
    data = await read_object(request)
    days = float(data.get("days", 2))
    ended = change_password(world, fan=fan, service=_service(data), days=days)
    return json_answer({"ended": ended})


@controlled
async def set_full_library(request: web.Request) -> web.Response:
    """`{"full": false}` makes room again."""
    fan = world_of(request).fans.get(request.match_info["id"])
    data = await read_object(request)
    if (service := _service(data)) in TWIN_NAMES:
        account = account_at(world_of(request), service=service, fan_id=fan.id)
        account.is_full = bool(data.get("full", True))
        return json_answer({"full": account.is_full})
    if fan.spotify is None:
        raise BadControl("this fan has no Spotify account")
    fan.spotify.has_full_library = bool(data.get("full", True))
    return json_answer({"full": fan.spotify.has_full_library})


@controlled
async def set_subscription(request: web.Request) -> web.Response:
    """`{"subscribed": false}`: the fan's Apple Music subscription lapses."""
    fan = world_of(request).fans.get(request.match_info["id"])
    data = await read_object(request)
    if fan.apple is None:
        raise BadControl("this fan has no Apple Music account")
    fan.apple.has_subscription = bool(data.get("subscribed", False))
    return json_answer({"subscribed": fan.apple.has_subscription})


@controlled
async def remove_from_library(request: web.Request) -> web.Response:
    """The fan removes something with their own hands: `uri`, or `release` for Apple Music."""
    fan = world_of(request).fans.get(request.match_info["id"])
    data = await read_object(request)
    removed = False
    if (uri := str(data.get("uri", ""))) and fan.spotify:
        removed = fan.spotify.shelf_of(uri).pop(uri, None) is not None
        fan.spotify.removed_by_fan.add(uri)
    elif (key := str(data.get("release", ""))) and fan.apple:
        removed = fan.apple.library.pop(("albums", key), None) is not None
        fan.apple.removed_by_fan.add(("albums", key))
    else:
        raise BadControl("name a uri (Spotify) or a release (Apple Music)")
    return json_answer({"removed": removed})


def _read(entry: Any) -> Fan:
    if not isinstance(entry, dict) or not str(entry.get("id", "")):
        raise BadControl('a fan is an object with an "id"')
    unknown = set(entry) - {
        "id", "country", "services", "allow_listed", "apple_subscription", "display_name",
    }  # fmt: skip
    services = tuple(entry.get("services", SERVICES))
    country = str(entry.get("country", "US")).upper()
    if unknown or not set(services) <= set(SERVICES) or country not in zones():
        raise BadControl(f"wrong key, service or country: {sorted(unknown)} {services} {country}")
    return make_fan(
        str(entry["id"]),
        country=country,
        services=services,
        is_allow_listed=bool(entry.get("allow_listed", False)),
        has_subscription=bool(entry.get("apple_subscription", True)),
        display_name=str(entry.get("display_name", "")),
    )


def _check_allow_list(world: World, *, fans: list[Fan]) -> None:
    names = {fan.id for fan in fans if fan.spotify and fan.spotify.is_allow_listed}
    others = {fan.id for fan in world.fans.allow_listed()} - {fan.id for fan in fans}
    if len(names | others) > ALLOW_LIST_SIZE:
        raise BadControl(f"an app in development mode lists {ALLOW_LIST_SIZE} accounts, no more")


def _service(data: dict[str, Any]) -> str:
    """The service named, or "" for all of them."""
    service = str(data.get("service", ""))
    if service not in ("", *SERVICES):
        raise BadControl(f"service is one of {', '.join(SERVICES)}")
    return service
