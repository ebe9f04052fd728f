"""Handing messages to push services: many at once, politely to each host."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import aiohttp

from countin.elsewhere.public_hosts import PublicHosts
from countin.messaging.web_push.endpoints import BadEndpoint, host_of

_WAIT_FOR = 10.0  # seconds
_AT_ONCE_A_HOST = 8
# How long a push service keeps a message for a browser that is off.
_KEPT_FOR = timedelta(days=3)
_USUAL_SILENCE = timedelta(minutes=1)
_LONGEST_SILENCE = timedelta(days=1)
_TAKEN = {200, 201, 202, 204}
_GONE = {404, 410}


class Reply(StrEnum):
    """What came of handing over one message: who must act next."""

    TAKEN = "taken"
    LATER = "later"  # time heals it
    GONE = "gone"  # the browser lets us no more
    NEVER = "never"  # this message is refused for good
    CLOSED = "closed"  # our own key is refused: the operator must act


@dataclass(frozen=True)
class Message:
    """One message for one browser."""

    number: int  # whatever tells the caller which it was
    endpoint: str = field(repr=False)
    body: bytes = field(repr=False)
    authorization: str = field(repr=False)


@dataclass(frozen=True)
class Told:
    """What a push service answered, in words that hold no address."""

    number: int
    reply: Reply
    because: str = ""
    after: timedelta | None = None


async def post_all(messages: Iterable[Message], *, lets_loopback: bool) -> list[Told]:
    """Hand all of them over; no redirect is followed. A host that asks for silence gets none
    of the rest in this turn."""
    connector = aiohttp.TCPConnector(resolver=PublicHosts(lets_loopback=lets_loopback))
    timeout = aiohttp.ClientTimeout(total=_WAIT_FOR)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        hosts = _Hosts()
        posts = [
            _post(message, session=session, hosts=hosts, lets_loopback=lets_loopback)
            for message in messages
        ]
        return list(await asyncio.gather(*posts))


def read_status(status: int, *, asked: str) -> tuple[Reply, str, timedelta | None]:
    """Who must act next, by the status and `Retry-After`."""
    if status in _TAKEN:
        return Reply.TAKEN, "", None
    if status in _GONE:
        return Reply.GONE, f"{status}: the browser lets us no more", None
    if status == 429 or status >= 500:
        return Reply.LATER, f"{status}: the push service is busy", _read_silence(asked)
    if status in (401, 403):
        return Reply.CLOSED, f"{status}: our push key was refused", None
    return Reply.NEVER, f"{status}: the push was refused", None


class _Hosts:
    """How many are under way at each host, and which ask for silence."""

    def __init__(self) -> None:
        self.free: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(_AT_ONCE_A_HOST)
        )
        self.silent: dict[str, timedelta] = {}


async def _post(
    message: Message, *, session: aiohttp.ClientSession, hosts: _Hosts, lets_loopback: bool
) -> Told:
    try:
        host = host_of(message.endpoint, lets_loopback=lets_loopback)
    except BadEndpoint:
        return Told(message.number, Reply.GONE, "not a public host")
    async with hosts.free[host]:
        if host in hosts.silent:
            return Told(message.number, Reply.LATER, "its host is busy", hosts.silent[host])
        reply, because, after = await _hand_over(message, session=session)
    if after is not None:
        hosts.silent[host] = after
    return Told(message.number, reply, because, after)


async def _hand_over(
    message: Message, *, session: aiohttp.ClientSession
) -> tuple[Reply, str, timedelta | None]:
    headers = {
        "Authorization": message.authorization,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(_KEPT_FOR.total_seconds())),
        "Urgency": "normal",
    }
    try:
        async with session.post(
            message.endpoint, data=message.body, headers=headers, allow_redirects=False
        ) as response:
            return read_status(response.status, asked=response.headers.get("Retry-After", ""))
    except (aiohttp.ClientError, TimeoutError, OSError):
        return Reply.LATER, "the push service was not reached", None


def _read_silence(asked: str) -> timedelta:
    if re.fullmatch(r"\d{1,9}", asked.strip()):
        return min(timedelta(seconds=int(asked)), _LONGEST_SILENCE)
    return _USUAL_SILENCE
