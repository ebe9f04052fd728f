"""Answers as after a change that nobody announced: a field has another name, or is gone."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator.fans import APPLE, SPOTIFY
from simulator.keys import world_of
from simulator.scenarios import Drifted
from simulator.twin_names import TWIN_NAMES

_SERVICES = {"spotify": SPOTIFY, "apple": APPLE, **{name: name for name in TWIN_NAMES}}


@web.middleware
async def drift(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Rename the field in what is answered, however deep it stands."""
    answer = await handler(request)
    service = _SERVICES.get(request.path.split("/")[1])
    drifted = world_of(request).scenarios.get(Drifted, service=service) if service else None
    if (
        drifted is None
        or not isinstance(answer, web.Response)
        or not isinstance(answer.body, bytes)
    ):
        return answer
    if "json" in answer.content_type:
        told = _renamed(json.loads(answer.body), drifted=drifted)
        answer.body = json.dumps(told).encode()
    return answer


def _renamed(value: Any, *, drifted: Drifted) -> Any:
    if isinstance(value, list):
        return [_renamed(part, drifted=drifted) for part in value]
    if not isinstance(value, dict):
        return value
    names = {name: drifted.becomes if name == drifted.field else name for name in value}
    return {
        names[name]: _renamed(part, drifted=drifted) for name, part in value.items() if names[name]
    }
