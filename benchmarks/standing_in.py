"""A service that says yes, in a process of its own, so that its work isn't counted as ours. It
counts what it was asked."""

import asyncio
import contextlib
import json
import multiprocessing
import urllib.request
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection

import uvloop
from aiohttp import web

_TOKEN = {
    "access_token": "a" * 120,
    "token_type": "Bearer",
    "expires_in": 3600,
    "scope": "user-library-modify",
}
_COUNTS = "/-/counts"


@contextlib.contextmanager
def service(*, seconds: float = 0.0) -> Iterator[str]:
    """Its address. It takes so many seconds for an answer."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, seconds))
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def calls_at(address: str) -> tuple[int, int]:
    """Refreshes and writes that the service was asked for so far."""
    with urllib.request.urlopen(f"{address}{_COUNTS}", timeout=60) as answer:
        counts = json.loads(answer.read())
    return counts.get("POST", 0), counts.get("PUT", 0)


def _serve(parent: Connection, seconds: float) -> None:
    counts: Counter[str] = Counter()

    async def answer(request: web.Request) -> web.Response:
        if request.path == _COUNTS:
            return web.json_response(counts)
        counts[request.method] += 1
        await request.read()
        if seconds:
            await asyncio.sleep(seconds)
        return web.json_response(_TOKEN if request.path.endswith("/token") else {})

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        parent.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    uvloop.run(run())
