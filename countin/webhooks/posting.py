"""Handing a signed message over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

from countin.elsewhere.public_hosts import PublicHosts
from countin.messaging.web_push.endpoints import BadEndpoint, host_of

_WAIT_FOR = 10.0  # seconds


@dataclass(frozen=True)
class Message:
    """One message for one endpoint."""

    number: int  # the delivery's
    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What the endpoint said; `status` 0 where it said nothing. Holds no address."""

    number: int
    status: int
    because: str = ""

    @property
    def is_taken(self) -> bool:
        """Any 2xx."""
        return 200 <= self.status < 300


async def post(message: Message, *, lets_loopback: bool) -> Answer:
    """Hand it over. No redirect is followed: a signature is for one address. A name that leads
    into a private network is not asked."""
    connector = aiohttp.TCPConnector(resolver=PublicHosts(lets_loopback=lets_loopback))
    timeout = aiohttp.ClientTimeout(total=_WAIT_FOR)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        return await _post(message, session=session, lets_loopback=lets_loopback)


async def _post(message: Message, *, session: aiohttp.ClientSession, lets_loopback: bool) -> Answer:
    try:
        host_of(message.url, lets_loopback=lets_loopback)
        async with session.post(
            message.url, data=message.body, headers=message.headers, allow_redirects=False
        ) as response:
            return Answer(message.number, response.status, f"it answered {response.status}")
    except BadEndpoint:
        return Answer(message.number, 0, "not a public host")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Answer(message.number, 0, f"it was not reached ({type(error).__name__})"[:60])
