"""Handing a signed message to the operator's own address."""

from datetime import datetime

import aiohttp

from countin.messaging.webhook_signing import signed_headers
from countin.providers.asking import ask

_WAIT_FOR = 4.0  # seconds
_TAKEN = range(200, 300)


def post_signed(address: str, *, body: bytes, message_id: str, key: bytes, now: datetime) -> str:
    """Empty where it was taken (2xx), else why not, in words that hold no address. No redirect
    is followed: the signature is for this address alone."""
    headers = {
        **signed_headers(body, message_id=message_id, key=key, sent_at=now),
        "Content-Type": "application/json",
        "User-Agent": "Count-In",
    }
    return ask(_post(address, body=body, headers=headers))


async def _post(address: str, *, body: bytes, headers: dict[str, str]) -> str:
    timeout = aiohttp.ClientTimeout(total=_WAIT_FOR)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address, data=body, headers=headers, allow_redirects=False) as response,
        ):
            taken = response.status in _TAKEN
            return "" if taken else f"the webhook answered {response.status}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return f"the webhook was not reached ({type(error).__name__})"[:60]
