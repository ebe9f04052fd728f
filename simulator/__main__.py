"""`python -m simulator`: listen, say where, and stay until SIGTERM."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

import uvloop

from simulator.clock import read_iso
from simulator.control.scenarios import switch_to
from simulator.ledger.apps import DEFAULT_REDIRECTS, SpotifyApp, default_apps
from simulator.ledger.users import DeveloperKey
from simulator.scenarios import KINDS
from simulator.serving import Server
from simulator.world import World


def main() -> int:
    options = _parser().parse_args()
    world = _world(options)
    uvloop.run(_serve(world, options=options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--port-file", type=Path, help="write the port there")
    parser.add_argument("--seed", type=int, default=0, help="of chance in scenarios")
    parser.add_argument("--now", type=read_iso, help="ISO 8601: where the clock begins")
    parser.add_argument("--scenario", choices=list(KINDS), action="append", default=[])
    parser.add_argument(
        "--spotify-client", type=_client, action="append", metavar="ID:SECRET:QUOTA", default=[]
    )
    parser.add_argument("--redirect-uri", action="append", default=[])
    parser.add_argument("--apple-team")
    parser.add_argument("--apple-key-id")
    parser.add_argument("--apple-public-key", type=Path, help="PEM file")
    return parser


def _client(text: str) -> tuple[str, str, str]:
    client_id, secret, quota = text.split(":")
    if quota not in ("extended", "development"):
        raise ValueError("quota is extended or development")
    return client_id, secret, quota


def _world(options: argparse.Namespace) -> World:
    redirects = tuple(options.redirect_uri) or DEFAULT_REDIRECTS
    apps = [
        SpotifyApp(client_id, secret, quota, redirect_uris=redirects)
        for client_id, secret, quota in options.spotify_client
    ]
    world = World(seed=options.seed, apps=apps or default_apps(redirects))
    if options.now:
        world.clock.set_now(options.now)
    if options.apple_public_key:
        pem = options.apple_public_key.read_text("utf-8")
        world.apple.add_key(DeveloperKey(options.apple_team, options.apple_key_id, pem))
    switch_to(world, entries=[{"name": name} for name in options.scenario])
    return world


async def _serve(world: World, *, options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = Server(world, host=options.host, port=options.port)
    await server.start()
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    if options.port_file:
        options.port_file.write_text(f"{server.port}\n", encoding="utf-8")
    await ended.wait()
    await server.stop()


if __name__ == "__main__":
    sys.exit(main())
