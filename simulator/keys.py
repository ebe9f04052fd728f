"""Where a running application keeps its world."""

from aiohttp import web

from simulator.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)


def world_of(request: web.Request) -> World:
    return request.app[WORLD]
