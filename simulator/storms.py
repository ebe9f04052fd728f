"""Weather that is the same at every service: failing answers and cut connections."""

import asyncio

from aiohttp import web

from simulator.answers import CutConnection, json_answer
from simulator.fans import APPLE
from simulator.scenarios import Cut, Flaky, Slow
from simulator.world import World

FAILURES = {500: "Internal server error", 502: "Bad gateway", 503: "Service unavailable"}


def storm(world: World, *, service: str, endpoint: str) -> web.Response | None:
    """Under `flaky`, perhaps a 5xx in the service's form. May raise CutConnection."""
    flaky = world.scenarios.get(Flaky, service=service)
    if flaky is None or not _is_hit(flaky, endpoint=endpoint):
        return None
    if world.chance(flaky.cut_share):
        raise CutConnection
    if world.chance(flaky.share):
        return _failure(service, status=world.random.choice(list(FAILURES)))
    return None


async def linger(world: World, *, service: str) -> None:
    """Under `slow`, let the caller wait before anything is looked at."""
    if slow := world.scenarios.get(Slow, service=service):
        await asyncio.sleep(slow.seconds)


def cut_after_write(world: World, *, service: str, fan_id: str, endpoint: str) -> None:
    """Under `cut`, perhaps raise CutConnection: the write was applied, the answer is lost."""
    scenario = world.scenarios.get(Cut, service=service)
    if scenario is None:
        return
    key = f"{service} {fan_id} {endpoint}"
    if scenario.times_per_fan and scenario.done[key] >= scenario.times_per_fan:
        return
    if world.chance(scenario.share):
        scenario.done[key] += 1
        raise CutConnection


def _is_hit(flaky: Flaky, *, endpoint: str) -> bool:
    return not flaky.endpoints or any(part in endpoint for part in flaky.endpoints)


def _failure(service: str, *, status: int) -> web.Response:
    words = FAILURES[status]
    if service == APPLE:
        code = "50001" if status == 500 else f"{status}00"
        error = {"id": "SIM", "title": words, "detail": words, "status": str(status), "code": code}
        return json_answer({"errors": [error]}, status=status)
    if status == 502:  # seen in the wild as a proxy's page, not JSON
        return web.Response(text="<html>502 Bad Gateway</html>", status=502,
                            content_type="text/html")  # fmt: skip
    return json_answer({"error": {"status": status, "message": words}}, status=status)
