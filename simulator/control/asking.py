"""How control handlers read what was sent and answer errors."""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.reading import BadRelease
from simulator.catalogue.shelf import NoSuchRelease
from simulator.fans import NoSuchFan
from simulator.scenarios import BadScenario

Handler = Callable[[web.Request], Awaitable[web.Response]]


class BadControl(Exception):
    """What was sent to the control API does not hold; the text says what would."""


def controlled(handler: Handler) -> Handler:
    """Expected mistakes become 400 or 404 with one sentence."""

    @wraps(handler)
    async def handle(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except (NoSuchFan, NoSuchRelease) as missing:
            return json_answer({"error": str(missing)}, status=404)
        except (BadControl, BadRelease, BadScenario) as bad:
            return json_answer({"error": str(bad)}, status=400)

    return handle


async def read_json(request: web.Request) -> Any:
    """The body as JSON; an empty one is an empty object. Raises BadControl."""
    text = await request.text()
    try:
        return json.loads(text or "{}")
    except ValueError as wrong:
        raise BadControl("send JSON") from wrong


async def read_object(request: web.Request) -> dict[str, Any]:
    """Raises BadControl."""
    data = await read_json(request)
    if not isinstance(data, dict):
        raise BadControl("send one JSON object")
    return data
