"""One service's HTTP session: paced, pooled, bounded."""

import asyncio
import json as json_text
import os
import weakref
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from countin.providers.answers import Answer as Answer
from countin.providers.connections import Connections, Origin
from countin.providers.contract import TryLater
from countin.providers.gate import ROLLING_LIMIT, SHUT_OUT, Gate

# Requests of one service under way at once, in one process.
_AT_ONCE = 64
# Spotify counts in 30 seconds; no window is known that lasts as long as this.
_LONGEST_WINDOW = timedelta(minutes=5)
_PORTS = {"http": 80, "https": 443}
# These say nothing of a body that they don't have.
_WITHOUT_BODY = {"GET", "HEAD"}
_USUAL_HEADERS = {
    "User-Agent": "Count-In",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}
# Connections whose loop is gone, or was left behind by a fork: kept from being collected.
_left_alone: list[Connections] = []


class Http:
    """Asks one service. Every single request passes the gate; nothing is sent twice."""

    def __init__(self, *, gate: Gate, wait_for: timedelta = timedelta(seconds=10)) -> None:
        self.gate = gate
        self._wait_for = wait_for.total_seconds()
        self._connections: Connections | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._free: asyncio.Semaphore = asyncio.Semaphore(_AT_ONCE)

    async def request(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        """Send one request and read the answer whole, whatever its status; redirects are
        answers too. Raises TryLater for a closed gate, and where no answer came. Raises
        ValueError for what would break out of a header."""
        connections = self._open_connections()
        origin, opening = _opening(method, address, tuple(params.items()) if params else ())
        request = _request(method, opening, headers=headers or {}, form=form, json=json)
        async with self._free:
            await self.gate.enter()
            try:
                async with asyncio.timeout(self._wait_for):
                    return await self._call(connections, request, origin=origin)
            except (OSError, UnicodeError) as lost:
                raise _unreachable(address, lost) from None
            finally:
                self.gate.leave()

    def hush(self, answer: Answer, *, because: str) -> TryLater:
        """Close the gate for as long as this 429 asks; gives back the error to raise. A rolling
        limit that takes hours is none: we are shut out."""
        silence = answer.silence()
        if because == ROLLING_LIMIT and silence > _LONGEST_WINDOW:
            because = SHUT_OUT
        self.gate.cool_down(after=silence, because=because)
        return TryLater(because, after=silence, app_wide=True)

    async def close(self) -> None:
        """Close the connections of the running loop, if there are any."""
        if self._connections is not None and self._loop is asyncio.get_running_loop():
            self._connections.close()
            self._connections = None

    async def _call(self, connections: Connections, request: bytes, *, origin: Origin) -> Answer:
        connection = await connections.take(origin)
        try:
            # Connecting takes its time, and the gate may have closed meanwhile: this is the last
            # moment before the first byte.
            self.gate.check()
            return await connection.call(request)
        finally:
            connections.give_back(connection)

    def _open_connections(self) -> Connections:
        # They live and die with their loop. After a fork the child has a new loop; the parent's
        # are left alone, for closing them would disturb the parent's sockets.
        loop = asyncio.get_running_loop()
        if self._connections is None or self._loop is not loop:
            self._loop, self._free = loop, asyncio.Semaphore(_AT_ONCE)
            self._connections = Connections()
            weakref.finalize(self, _let_go, self._connections, loop=loop, process=os.getpid())
        return self._connections


def _let_go(connections: Connections, *, loop: asyncio.AbstractEventLoop, process: int) -> None:
    """Close them, in their own loop and process, once nobody asks through them any more."""
    if process != os.getpid() or not loop.is_running():
        _left_alone.append(connections)
        return
    loop.call_soon_threadsafe(connections.close)


def _unreachable(address: str, lost: Exception) -> TryLater:
    # Host and kind only: the rest of an address or an error's text may hold what is secret.
    host = urlsplit(address).hostname
    return TryLater(f"{host} could not be reached ({type(lost).__name__}).")


@lru_cache(maxsize=256)
def _opening(method: str, address: str, params: tuple[tuple[str, str], ...]) -> tuple[Origin, str]:
    """Where a request goes, and its first two lines. Kept, for a night asks one thing again and
    again; secrets go into headers and forms."""
    parts = urlsplit(address)
    port = parts.port or _PORTS[parts.scheme]
    # Encoded by us, brackets, colons and commas included: services differ in what they forgive.
    query = urlencode(params, quote_via=quote, safe="") or parts.query
    target = f"{parts.path or '/'}?{query}" if query else parts.path or "/"
    host = parts.netloc.rpartition("@")[2]
    if not _is_plain(target) or " " in target or not _is_plain(host):
        raise ValueError("An address has to be encoded before it is asked for.")
    return Origin(
        parts.scheme, parts.hostname or "", port
    ), f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n"


def _request(
    method: str,
    opening: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None,
    json: object,
) -> bytes:
    """As it goes over the wire."""
    told, body = {**_USUAL_HEADERS, **headers}, b""
    if form is not None:
        body = urlencode(form).encode()
        told["Content-Type"] = "application/x-www-form-urlencoded"
    elif json is not None:
        body = json_text.dumps(json).encode()
        told.setdefault("Content-Type", "application/json")
    if body or method not in _WITHOUT_BODY:
        told["Content-Length"] = str(len(body))
    if not all(map(_is_plain, told.values())):
        raise ValueError("A header can't hold what is no plain text.")
    lines = "".join([f"{name}: {value}\r\n" for name, value in told.items()])
    return f"{opening}{lines}\r\n".encode() + body


def _is_plain(text: str) -> bool:
    """Nothing that could break out of a header or an address."""
    return text.isascii() and text.isprintable()
