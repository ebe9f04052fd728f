"""The simulator in a thread of its own, for tests."""

import asyncio
import http.client
import json
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, TypeVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from simulator.ledger.users import DeveloperKey
from simulator.serving import Server
from simulator.world import World

T = TypeVar("T")
TEAM_ID, KEY_ID = "SIMTEAM001", "SIMKEY0001"


class ControlRefused(Exception):
    """The control API did not accept what was sent; the text says what it would."""


class RunningSimulator:
    """A context manager: a server on a loopback port, with an Apple key pair made for it."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world or World()
        self.base_url = ""
        self.apple_team_id, self.apple_key_id = TEAM_ID, KEY_ID
        self.apple_private_key, public_key = new_apple_key()
        self.world.apple.add_key(DeveloperKey(TEAM_ID, KEY_ID, public_key))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def spotify_accounts_url(self) -> str:
        return f"{self.base_url}/spotify/accounts"

    @property
    def spotify_api_url(self) -> str:
        return f"{self.base_url}/spotify/v1"

    @property
    def apple_api_url(self) -> str:
        return f"{self.base_url}/apple/v1"

    @property
    def apple_musickit_url(self) -> str:
        return f"{self.base_url}/apple/musickit.js"

    def __enter__(self) -> "RunningSimulator":
        self._thread.start()
        self._server = Server(self.world)
        asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(timeout=10)
        self.base_url = self._server.base_url
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def tell(self, path: str, data: object = None) -> Any:
        """POST to the control API, as in `tell("scenario", {"name": "flaky"})`."""
        return self._ask("POST", path=path, body=json.dumps({} if data is None else data))

    def look(self, path: str) -> Any:
        """GET from the control API, as in `look("libraries")`."""
        return self._ask("GET", path=path, body=None)

    def change(self, act: Callable[[World], T]) -> T:
        """Do something to the world between two requests, in the thread that answers them."""

        async def do() -> T:
            return act(self.world)

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(timeout=60)

    def add_fan(self, fan_id: str, **more: object) -> None:
        self.tell("fans", {"id": fan_id, **more})

    def saved(self, fan_id: str, *, service: str = "spotify") -> list[str]:
        """What stands in the fan's library: URIs, or Apple's catalogue ids."""
        library: Mapping[str, Any] = self.look(f"libraries?fan={fan_id}")["fans"][fan_id][service]
        return [item if isinstance(item, str) else item["id"] for item in library["saved"]]

    def _ask(self, method: str, *, path: str, body: str | None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=10)
        try:
            connection.request(method, f"/control/{path}", body=body)
            answer = connection.getresponse()
            data = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status >= 400:
            raise ControlRefused(data["error"])
        return data


def new_apple_key() -> tuple[str, str]:
    """A new P-256 key pair as PEM: private, as in Apple's .p8 files, and public."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()
