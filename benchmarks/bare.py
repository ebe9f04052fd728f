"""The least that the same calls cost: a bare aiohttp loop on uvloop, no rows, no secrets."""

import asyncio

import aiohttp
import uvloop

_AT_ONCE = 64


def ask_bare(address: str, *, times: int) -> None:
    """A refresh and a save, `times` times."""
    uvloop.run(_ask_all(address, times=times))


async def _ask_all(address: str, *, times: int) -> None:
    free = asyncio.Semaphore(_AT_ONCE)
    connector = aiohttp.TCPConnector(limit=_AT_ONCE)
    form = {"grant_type": "refresh_token", "refresh_token": "r" * 120}
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask_once() -> None:
            async with free:
                async with session.post(f"{address}/api/token", data=form) as answer:
                    token = (await answer.json())["access_token"]
                headers = {"Authorization": f"Bearer {token}"}
                query = {"uris": "spotify:album:1"}
                url = f"{address}/v1/me/library"
                async with session.put(url, params=query, headers=headers) as answer:
                    await answer.read()

        await asyncio.gather(*(ask_once() for _ in range(times)))
