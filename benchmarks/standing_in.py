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
from pathlib import Path

import uvloop
from aiohttp import web

from tests.providers.certificates import secure_with

_TOKEN = {
    "access_token": "a" * 120,
    "token_type": "Bearer",
    "expires_in": 3600,
    "scope": "user-library-modify",
}
_COUNTS = "/-/counts"


@contextlib.contextmanager
def service(*, seconds: float = 0.0, certificate: Path | None = None) -> Iterator[str]:
    """Its address. It takes so many seconds for an answer, and speaks TLS with a certificate."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    told = (theirs, seconds, certificate)
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=told)
    process.start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def calls_at(address: str) -> tuple[int, int]:
    """Refreshes and writes that the service was asked for so far."""
    with urllib.request.urlopen(f"{address}{_COUNTS}", timeout=60) as answer:
        counts = json.loads(answer.read())
    return counts.get("POST", 0), counts.get("PUT", 0)


def _serve(parent: Connection, seconds: float, certificate: Path | None) -> None:
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
        secure = secure_with(certificate) if certificate else None
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secure).start()
        parent.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    uvloop.run(run())
