"""Our paced and bounded requests against a bare aiohttp loop, over loopback HTTP."""

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection

import aiohttp
import uvloop
from aiohttp import web

from benchmarks.measuring import Ratio, compare
from countin import clock
from countin.pacing.gates import AccountGate
from countin.providers.asking import ask_many
from countin.providers.http import Http

_TIMES = 2000
_AT_ONCE = 64


def measure() -> Iterator[Ratio]:
    with _service() as address:
        http = Http(gate=AccountGate(provider="any", client_id="any", now=clock.now))
        yield compare(
            "ask a service, against bare aiohttp",
            bare=lambda: uvloop.run(_ask_bare(address)),
            ours=lambda: _ask(http, address=address),
            times=_TIMES,
        )


def _ask(http: Http, *, address: str) -> None:
    requests = (
        http.request("PUT", address, params={"uris": "spotify:album:1"}) for _ in range(_TIMES)
    )
    for answers in ask_many(requests, at_once=_AT_ONCE):
        assert all(answer.status == 200 for answer in answers)


async def _ask_bare(address: str) -> None:
    free = asyncio.Semaphore(_AT_ONCE)
    connector = aiohttp.TCPConnector(limit=_AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask_once() -> None:
            async with free, session.put(f"{address}?uris=spotify:album:1") as answer:
                await answer.read()

        await asyncio.gather(*(ask_once() for _ in range(_TIMES)))


@contextlib.contextmanager
def _service() -> Iterator[str]:
    """A service in a process of its own, so that its work isn't counted as ours."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/me/library"
    finally:
        process.terminate()
        process.join()


def _serve(parent: Connection) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({})

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        parent.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    uvloop.run(run())
