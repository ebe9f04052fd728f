"""The simulator as one aiohttp application."""

from aiohttp import web

from simulator.apple.addresses import add_apple
from simulator.control.addresses import add_control
from simulator.drifting import drift
from simulator.keys import WORLD
from simulator.openings.addresses import add_openings
from simulator.spotify.addresses import add_spotify
from simulator.twins.known import add_twins
from simulator.world import World

LARGEST_BODY = 32 * 1024 * 1024  # a list of many fans


def make_app(world: World) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[drift])
    app[WORLD] = world
    add_spotify(app)
    add_apple(app)
    add_twins(app)
    add_openings(app)
    add_control(app)
    return app
