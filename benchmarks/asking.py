"""Our paced and bounded requests against a bare aiohttp loop, over loopback HTTP."""

import asyncio
from collections.abc import Iterator

import aiohttp
import uvloop

from benchmarks.measuring import Ratio, compare
from benchmarks.standing_in import service
from countin import clock
from countin.pacing.gates import AccountGate
from countin.providers.asking import ask_many
from countin.providers.http import Http

_TIMES = 2000
_AT_ONCE = 64


def measure() -> Iterator[Ratio]:
    with service() as place:
        address = f"{place}/me/library"
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
