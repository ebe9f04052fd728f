"""Switching scenarios, settings and the clock."""

from dataclasses import fields
from typing import Any

from aiohttp import web

from simulator.answers import json_answer
from simulator.clock import iso, read_iso
from simulator.control.asking import BadControl, controlled, read_json, read_object
from simulator.departures import change_password, chosen_fans, revoke_at_service
from simulator.keys import world_of
from simulator.scenarios import (
    KINDS,
    Calm,
    OutageSaysRevoked,
    PasswordChanged,
    Revoked,
    Scenario,
    options_of,
    read_scenario,
)
from simulator.world import Settings, World

CHOICES = {
    "unreleased_save": ("ignored", "saved", "refused"),
    "unavailable_album": ("not_found", "restricted"),
    "apple_authorize": ("normal", "silent"),
    "unregistered_answer": ("json", "bare"),
}


@controlled
async def switch_scenario(request: web.Request) -> web.Response:
    """One scenario or a list: they take the place of those active, unless `"add": true`."""
    world = world_of(request)
    data = await read_json(request)
    entries = data if isinstance(data, list) else [data]
    entries = [{"name": entry} if isinstance(entry, str) else entry for entry in entries]
    if not all(isinstance(entry, dict) for entry in entries):
        raise BadControl("send a scenario, as a name or an object, or a list of them")
    return json_answer(switch_to(world, entries=entries))


def switch_to(world: World, *, entries: list[dict[str, Any]]) -> dict[str, object]:
    """What is active now, and the fans it struck at once. Raises BadScenario, NoSuchFan."""
    read = [read_scenario(entry) for entry in entries]
    if not all(entry.get("add") for entry in entries):
        world.scenarios.clear()
    struck: set[str] = set()
    for scenario, services in read:
        if isinstance(scenario, Calm):
            continue
        world.scenarios.add(scenario, services=services)
        for service in services:
            struck.update(_begin(world, scenario=scenario, service=service))
    return {"active": world.scenarios.as_json(), "fans": sorted(struck)}


@controlled
async def list_scenarios(request: web.Request) -> web.Response:
    known = [
        {
            "name": kind.name,
            "sentence": kind.sentence,
            "providers": list(kind.services),
            "options": options_of(kind()),
        }
        for kind in KINDS.values()
    ]
    return json_answer({"scenarios": known, "active": world_of(request).scenarios.as_json()})


@controlled
async def change_settings(request: web.Request) -> web.Response:
    settings = world_of(request).settings
    known = {f.name: type(f.default) for f in fields(Settings)}
    data = await read_object(request)
    for name, value in data.items():
        if name not in known:
            raise BadControl(f"no setting {name!r}: {', '.join(known)}")
        if name in CHOICES and value not in CHOICES[name]:
            raise BadControl(f"{name} is one of {', '.join(CHOICES[name])}")
        kind = known[name]
        if not isinstance(value, int | float if kind is float else kind):
            raise BadControl(f"{name} is a {kind.__name__}")
    for name, value in data.items():
        setattr(settings, name, value)
    return json_answer(settings.as_json())


@controlled
async def set_clock(request: web.Request) -> web.Response:
    """`offset_seconds` from real time, or `now`."""
    clock = world_of(request).clock
    data = await read_object(request)
    try:
        if "now" in data:
            clock.set_now(read_iso(str(data["now"])))
        elif "offset_seconds" in data:
            clock.offset_seconds = float(data["offset_seconds"])
        else:
            raise BadControl("send offset_seconds or now")
    except (TypeError, ValueError) as wrong:
        raise BadControl("offset_seconds is a number, now is ISO 8601") from wrong
    return await show_clock(request)


async def show_clock(request: web.Request) -> web.Response:
    clock = world_of(request).clock
    return json_answer({"now": iso(clock.now()), "offset_seconds": clock.offset_seconds})


def _begin(world: World, *, scenario: Scenario, service: str) -> list[str]:
    """What happens once, when the scenario begins: the fans it happened to."""
    if isinstance(scenario, OutageSaysRevoked) and scenario.for_seconds:
        scenario.until = world.clock.now() + scenario.for_seconds
    if not isinstance(scenario, Revoked | PasswordChanged):
        return []
    fans = chosen_fans(world, service=service, names=scenario.fans, share=scenario.share)
    for fan in fans:
        if isinstance(scenario, Revoked):
            revoke_at_service(world, fan=fan, service=service)
        else:
            change_password(world, fan=fan, service=service, days=scenario.days)
    return [fan.id for fan in fans]
