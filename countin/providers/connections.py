"""HTTP/1.1 connections to services: kept open, used again, one call after the other on each.

Our own, for what a night hangs on is then a few lines of ours: a look at the gate just before the
first byte, and that nothing is ever sent twice. And a call costs a fifth of what a general client
takes (docs/decisions/0034).
"""

import asyncio
import socket
import ssl
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple, cast

import aiohappyeyeballs
import httptools

from countin.providers.answers import Answer
from countin.providers.contract import TryLater

# Seconds. Services close what is idle for longer, and a call that meets that is lost.
_IDLE_FOR = 15.0
# A host with several addresses is tried at the next one after this; the first may answer still.
_NEXT_ADDRESS_AFTER = 0.25
# Look-ups answer kilobytes; whoever sends more than this is not the service we know.
_LARGEST_ANSWER = 1024 * 1024


class NoAnswer(ConnectionError):
    """The connection ended before an answer was whole, or what came is no HTTP."""


class Origin(NamedTuple):
    """Where connections lead to."""

    scheme: str  # http | https
    host: str
    port: int


class Connection(asyncio.Protocol):
    """One connection. What is spelled `on_…` is called by the parser."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.is_usable = False
        self.used_at = 0.0
        self._transport: asyncio.WriteTransport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[Answer] | None = None
        self._received = 0
        self._ends_with_connection = False
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []

    async def call(self, request: bytes) -> Answer:
        """Send a request and read its answer. Raises NoAnswer, or TryLater for one without end.
        After an error, or when nobody waits any more, the connection is ended."""
        assert self._transport is not None
        self._received = 0
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._answer
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """At once, whatever is under way."""
        self.is_usable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.is_usable = cast("asyncio.WriteTransport", transport), True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_usable, self._transport = False, None
        if self._ends_with_connection and exc is None:
            self._give_answer()
        self._fail(NoAnswer())

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > _LARGEST_ANSWER:
            self._fail(TryLater(f"The service answered with more than {_LARGEST_ANSWER} bytes."))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(NoAnswer())

    def on_message_begin(self) -> None:
        self._headers, self._body, self._ends_with_connection = {}, [], False
        if self._answer is None:
            self.end()  # nobody asked: what comes next could be taken for another's answer

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        told = self._headers
        self._ends_with_connection = not ("content-length" in told or "transfer-encoding" in told)

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() >= 200:  # below: the answer itself is to come
            self.is_usable = self.is_usable and self._parser.should_keep_alive()
            self._give_answer()

    def _give_answer(self) -> None:
        waiting, self._answer = self._answer, None
        self._ends_with_connection = False
        if waiting is not None and not waiting.done():
            status = self._parser.get_status_code()
            waiting.set_result(Answer(status, self._headers, b"".join(self._body)))

    def _fail(self, error: Exception) -> None:
        waiting, self._answer = self._answer, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(error)
        self.end()


class Connections:
    """Those of one event loop. Whoever takes one gives it back."""

    def __init__(self) -> None:
        self._idle: defaultdict[Origin, list[Connection]] = defaultdict(list)
        self._loop = asyncio.get_running_loop()
        self._is_closed = False

    async def take(self, origin: Origin) -> Connection:
        """One that is free, the last used first, or a new one. Raises OSError, or UnicodeError
        for a host that can't have a name."""
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if connection.is_usable and self._loop.time() < connection.used_at + _IDLE_FOR:
                return connection
            connection.end()
        secure = self._trusted if origin.scheme == "https" else None
        return await _connect(origin, secure=secure, loop=self._loop)

    def give_back(self, connection: Connection) -> None:
        """Kept for the next call, if it is good for one."""
        if self._is_closed or not connection.is_usable:
            connection.end()
            return
        connection.used_at = self._loop.time()
        self._idle[connection.origin].append(connection)

    def close(self) -> None:
        """End those that are free now, and the others when they are given back."""
        self._is_closed = True
        for idle in self._idle.values():
            while idle:
                idle.pop().end()

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Certificates as this machine trusts them; `SSL_CERT_FILE` names others."""
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context


async def _connect(
    origin: Origin, *, secure: ssl.SSLContext | None, loop: asyncio.AbstractEventLoop
) -> Connection:
    places = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    sock = await aiohappyeyeballs.start_connection(
        places, happy_eyeballs_delay=_NEXT_ADDRESS_AFTER, interleave=1, loop=loop
    )
    try:
        _transport, connection = await loop.create_connection(
            lambda: Connection(origin),
            sock=sock,
            ssl=secure,
            server_hostname=origin.host if secure else None,
        )
    except BaseException:
        sock.close()
        raise
    return connection
