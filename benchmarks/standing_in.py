"""A service that says yes, in a process of its own, so that its work isn't counted as ours."""

import asyncio
import contextlib
import multiprocessing
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


@contextlib.contextmanager
def service() -> Iterator[str]:
    """Its address."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(parent: Connection) -> None:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
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
