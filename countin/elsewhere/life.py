"""Does an address still answer? What a look proves, and what it does not, in words."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp

from countin.elsewhere.public_hosts import is_loopback, may_be_public

_MOST_HOPS: Final = 5
_LONGEST_ADDRESS: Final = 2_000
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({404, 410})
# Many servers know GET alone, and some answer HEAD with what they never answer a browser.
_HEADERS: Final = {"Accept": "text/html,*/*;q=0.5", "Accept-Language": "en"}


class Life(StrEnum):
    """What a look found."""

    ANSWERED = "answered"  # a page answered; not that the release is on it
    GONE = "gone"  # the service itself says that nothing is there
    UNCLEAR = "unclear"  # it answers robots otherwise, asks for something, or was not reached


@dataclass(frozen=True)
class Look:
    """One look at one address."""

    life: Life
    words: str  # why, in a sentence without the address


async def look_at(address: str, *, session: aiohttp.ClientSession, lets_loopback: bool) -> Look:
    """Ask for the page as politely as can be: HEAD, then GET where that says nothing good; no
    body is read. Redirects are followed by hand, five at most, and only to public hosts."""
    found = await _try("HEAD", address, session=session, lets_loopback=lets_loopback)
    if found.life == Life.ANSWERED:
        return found
    return await _try("GET", address, session=session, lets_loopback=lets_loopback)


async def _try(
    method: str, address: str, *, session: aiohttp.ClientSession, lets_loopback: bool
) -> Look:
    try:
        return await _walk(method, address, session=session, lets_loopback=lets_loopback)
    except _Unasked as refused:
        return Look(Life.UNCLEAR, str(refused))
    except TimeoutError:
        return Look(Life.UNCLEAR, "It did not answer in time.")
    except aiohttp.ClientConnectorDNSError:
        return Look(Life.UNCLEAR, "Its name leads to no public address just now.")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Look(Life.UNCLEAR, f"It was not reached ({type(error).__name__}).")


class _Unasked(Exception):
    """An address that is not asked, and why."""


async def _walk(
    method: str, address: str, *, session: aiohttp.ClientSession, lets_loopback: bool
) -> Look:
    at = address
    for _ in range(_MOST_HOPS + 1):
        _check(at, lets_loopback=lets_loopback)
        async with session.request(method, at, headers=_HEADERS, allow_redirects=False) as answer:
            if answer.status not in _MOVED or "Location" not in answer.headers:
                return _judge(answer.status, asked=address, answered=at)
            at = urljoin(at, answer.headers["Location"])
    return Look(Life.UNCLEAR, f"It leads on and on: after {_MOST_HOPS} redirects nobody followed.")


def _check(address: str, *, lets_loopback: bool) -> None:
    """Raises _Unasked for what must not be asked: our own network, another scheme or port."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _Unasked("It leads to an address that can't be read.") from None
    if len(address) > _LONGEST_ADDRESS:
        raise _Unasked("It leads to an address that is too long.")
    if lets_loopback and parts.scheme in ("http", "https") and is_loopback(host):
        return
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise _Unasked("It leads to what is no https page.")
    if not may_be_public(host):
        raise _Unasked("It leads to no public host, so it was not asked.")


def _judge(status: int, *, asked: str, answered: str) -> Look:
    if status in _GONE:
        return Look(Life.GONE, f"It answers {status}: nothing is there.")
    if 200 <= status < 300:
        return _judge_page(urlsplit(asked), urlsplit(answered))
    if status in (401, 403, 405, 429, 451, 999):
        return Look(Life.UNCLEAR, f"It answers programs with {status}, which says nothing.")
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "no known answer"
    return Look(Life.UNCLEAR, f"It answers {status} ({phrase}).")


def _judge_page(asked: SplitResult, answered: SplitResult) -> Look:
    """A page came. That it is another than the one asked for is worth saying."""
    if answered.path.strip("/") == "" and asked.path.strip("/") != "":
        return Look(Life.UNCLEAR, "It leads to the front page: the release may be gone from there.")
    if _site(asked.hostname) != _site(answered.hostname):
        return Look(Life.UNCLEAR, f"It leads to another site, {answered.hostname}.")
    return Look(Life.ANSWERED, "A page answers.")


def _site(host: str | None) -> str:
    """The last two labels: near enough to tell `www` from another site."""
    return ".".join((host or "").lower().rstrip(".").split(".")[-2:])
