"""One service's HTTP session: paced, pooled, bounded; and what it answers."""

import asyncio
import json as json_text
import os
import re
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
from aiohttp.connector import Connection
from yarl import URL

from countin.providers.contract import TryLater
from countin.providers.gate import ROLLING_LIMIT, SHUT_OUT, Gate

# Requests of one service under way at once, in one process.
_AT_ONCE = 64
# Look-ups answer kilobytes; whoever sends more than this is not the service we know.
_LARGEST_BODY = 1024 * 1024
# Where a service asks for silence but not for how long.
_USUAL_SILENCE = timedelta(seconds=30)
_LONGEST_SILENCE = timedelta(days=7)
# Spotify counts in 30 seconds; no window is known that lasts as long as this.
_LONGEST_WINDOW = timedelta(minutes=5)
# Sessions whose loop is gone, or was left behind by a fork: kept from being collected.
_left_alone: list[aiohttp.ClientSession] = []


@dataclass(frozen=True)
class Answer:
    """What a service answered. Headers and body may hold secrets: neither is in the repr."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> object:
        """The body as JSON. Raises TryLater where it is none: a broken answer heals."""
        try:
            return json_text.loads(self.body)
        except (ValueError, RecursionError):
            # The parser's own error carries the body, which may hold a token.
            pass
        raise TryLater(f"The service answered {self.status} with broken JSON.")

    def silence(self) -> timedelta:
        """How long `Retry-After` asks us to be silent: seconds or an HTTP date, read against
        the service's own clock; half a minute where it says nothing readable."""
        asked = self.headers.get("Retry-After", "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
            return _bounded(timedelta(seconds=float(asked)))
        until, its_now = _moment(asked), _moment(self.headers.get("Date", ""))
        if until is None or its_now is None:
            return _USUAL_SILENCE
        return _bounded(until - its_now)


class Http:
    """Asks one service. Every single request passes the gate; nothing is sent twice."""

    def __init__(self, *, gate: Gate, wait_for: timedelta = timedelta(seconds=10)) -> None:
        self.gate = gate
        self._wait_for = wait_for.total_seconds()
        self._session: aiohttp.ClientSession | None = None
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
        answers too. Raises TryLater for a closed gate, and where no answer came."""
        session = self._open_session()
        sent, data = _packed(headers or {}, form=form, json=json)
        url = URL(f"{address}?{_query(tuple(params.items()))}" if params else address, encoded=True)
        async with self._free:
            await self.gate.enter()
            try:
                async with session.request(
                    method, url, headers=sent, data=data, allow_redirects=False
                ) as response:
                    body = await _read_bounded(response.content)
                    return Answer(response.status, response.headers, body)
            except (aiohttp.ClientError, TimeoutError, OSError) as lost:
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
        if self._session is not None and self._loop is asyncio.get_running_loop():
            await self._session.close()
            self._session = None

    def _open_session(self) -> aiohttp.ClientSession:
        # A session lives and dies with its loop. After a fork the child has a new loop; the
        # parent's session is left alone, for closing it would disturb the parent's sockets.
        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            self._loop, self._free = loop, asyncio.Semaphore(_AT_ONCE)
            self._session = _make_session(self._wait_for, gate=self.gate)
            weakref.finalize(self, _let_go, self._session, loop=loop, process=os.getpid())
        return self._session


def _let_go(
    session: aiohttp.ClientSession, *, loop: asyncio.AbstractEventLoop, process: int
) -> None:
    """Close the session, in its own loop and process, once nobody asks through it any more."""
    if session.closed:
        return
    if process != os.getpid() or not loop.is_running():
        _left_alone.append(session)
        return
    asyncio.run_coroutine_threadsafe(session.close(), loop)


def _make_session(wait_for: float, *, gate: Gate) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        request_class=_request_class(gate),
        # `Http` bounds what is under way; waiting in aiohttp's own queue would count as time
        # the service took.
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=wait_for),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": "Count-In", "Accept": "application/json"},
        skip_auto_headers={"Content-Type"},
        middlewares=(_send_once,),
    )


def _request_class(gate: Gate) -> type[aiohttp.ClientRequest]:
    class LastLook(aiohttp.ClientRequest):
        # A new connection takes its time, and the gate may have closed meanwhile: this is the
        # last moment before the first byte.
        async def send(self, conn: Connection) -> aiohttp.ClientResponse:
            gate.check()
            return await super().send(conn)

    return LastLook


async def _send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    # aiohttp silently sends a GET, PUT or DELETE again when the connection is lost: past the
    # gate, and unseen. Any other error than its own stops that.
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as lost:
        raise _unreachable(str(request.url), lost) from None


def _unreachable(address: str, lost: BaseException) -> TryLater:
    # Host and kind only: the rest of an address or an error's text may hold what is secret.
    host = urlsplit(address).hostname
    return TryLater(f"{host} could not be reached ({type(lost).__name__}).")


async def _read_bounded(content: aiohttp.StreamReader) -> bytes:
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise TryLater(f"The service answered with more than {_LARGEST_BODY} bytes.")
    return bytes(body)


@lru_cache(maxsize=256)
def _query(params: tuple[tuple[str, str], ...]) -> str:
    # Kept, for a night asks one thing again and again; secrets go into headers and forms.
    # Encoded by us, brackets, colons and commas included: services differ in what they forgive.
    return urlencode(params, quote_via=quote, safe="")


def _packed(
    headers: Mapping[str, str], *, form: Mapping[str, str] | None, json: object
) -> tuple[dict[str, str], bytes | None]:
    if form is not None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return {**headers, **kind}, urlencode(form).encode()
    if json is not None:
        return {"Content-Type": "application/json", **headers}, json_text.dumps(json).encode()
    return dict(headers), None


def _bounded(silence: timedelta) -> timedelta:
    return min(max(silence, timedelta(seconds=1)), _LONGEST_SILENCE)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
