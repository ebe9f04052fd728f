"""Listening on a port, for the command line and for a thread of a test alike."""

from aiohttp import web

from simulator.app import make_app
from simulator.world import World


class Server:
    """`start` once, then `base_url` holds until `stop`."""

    def __init__(self, world: World, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host = host
        self._port = port
        self._runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=1)
        self.port = 0

    @property
    def base_url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()
