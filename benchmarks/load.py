"""A maker of load, in a process of its own: `python -m benchmarks.load ADDRESS SECONDS AT_ONCE`.

Each of so many connections asks again as soon as it was answered. Prints one JSON object.
"""

import asyncio
import json
import sys
import time

import aiohttp
import uvloop

_AS_A_PHONE = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Accept-Language": "en-US,en;q=0.9",
}


async def _make_load(address: str, *, seconds: float, at_once: int) -> dict[str, float]:
    waits: list[float] = []
    errors = 0
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=30)
    ends = time.perf_counter() + seconds

    async def ask(session: aiohttp.ClientSession) -> None:
        nonlocal errors
        while (began := time.perf_counter()) < ends:
            try:
                async with session.get(address) as answer:
                    await answer.read()
                    errors += answer.status != 200
            except (aiohttp.ClientError, TimeoutError):
                errors += 1
            else:
                waits.append(time.perf_counter() - began)

    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, headers=_AS_A_PHONE
    ) as session:
        began = time.perf_counter()
        await asyncio.gather(*(ask(session) for _ in range(at_once)))
        took = time.perf_counter() - began
    waits.sort()
    return {
        "answers": len(waits),
        "errors": errors,
        "seconds": took,
        "median_ms": waits[len(waits) // 2] * 1000,
        "p99_ms": waits[len(waits) * 99 // 100] * 1000,
        "slowest_ms": waits[-1] * 1000,
    }


if __name__ == "__main__":
    _address, _seconds, _at_once = sys.argv[1:]
    uvloop.install()
    made = asyncio.run(_make_load(_address, seconds=float(_seconds), at_once=int(_at_once)))
    print(json.dumps(made))
