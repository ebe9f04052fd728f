"""Pages that links may lead to, each answering in its own way."""

import asyncio

from aiohttp import web

from simulator.answers import cut, page


async def answer(request: web.Request) -> web.Response:
    """`/pages/KIND/…`: there, gone, robots, get-only, no-head, home, round, inside, slow, more."""
    kind = request.match_info["kind"]
    if kind == "slow":
        await asyncio.sleep(0.7)
    if kind == "get-only" and request.method == "HEAD":
        return web.Response(status=404)
    if kind == "no-head" and request.method == "HEAD":
        return cut(request)
    leads = {
        "home": "/",
        "round": request.path,
        "moved": "/pages/there/moved",
        "away": "https://elsewhere.example/",
        "inside": "https://169.254.169.254/latest/meta-data/",
        "down": "ftp://127.0.0.1/",
    }
    if kind in leads:
        return web.Response(status=302, headers={"Location": leads[kind]})
    status = {"gone": 404, "robots": 403, "broken": 503}.get(kind, 200)
    return page("A page", body="", status=status)


async def front(_request: web.Request) -> web.Response:
    """What is there where nothing is asked for."""
    return page("The simulator", body="")
