"""The session by which strangers' addresses are asked: bounded in time and size, without cookies,
to public hosts alone."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import aiohttp

# Every command reads the settings, which name the catalogs; few ask them. aiohttp takes a tenth of
# a command's start, so it is loaded by whoever opens a session.
Session: TypeAlias = "aiohttp.ClientSession"
_LARGEST_ANSWER: Final = 512 * 1024


class Unanswered(Exception):
    """No answer that can be used; the text says why, without the address."""


def open_session(*, who: str, wait_for_s: float, lets_loopback: bool) -> Session:
    """`who` says who asks, with an address to complain to: MusicBrainz asks for it, and it is
    good manners elsewhere. Used within one running loop, and closed there."""
    import aiohttp  # noqa: PLC0415 - see above

    from countin.elsewhere.public_hosts import PublicHosts  # noqa: PLC0415

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=PublicHosts(lets_loopback=lets_loopback)),
        timeout=aiohttp.ClientTimeout(total=wait_for_s),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": who},
    )


async def ask_json(session: Session, address: str, *, params: Mapping[str, str]) -> object:
    """The answer, None for 404. Raises Unanswered."""
    import aiohttp  # noqa: PLC0415 - see above

    try:
        async with session.get(
            address, params=params, headers={"Accept": "application/json"}, allow_redirects=False
        ) as answer:
            if answer.status == 404:
                return None
            if answer.status in (429, 503):
                raise Unanswered("it is asked too much just now; try again in a minute")
            if answer.status != 200:
                raise Unanswered(f"it answered {answer.status}")
            return json.loads(await _read(answer.content))
    except (ValueError, RecursionError):
        raise Unanswered("it answered what can't be read") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unanswered(f"it was not reached ({type(error).__name__})") from None


async def _read(content: "aiohttp.StreamReader") -> bytes:
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise Unanswered("it answered far more than it should")
    return bytes(body)
