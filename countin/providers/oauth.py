"""What OAuth asks of every service that speaks it: PKCE, tokens read from an answer, the app's own
token kept for a while."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import lru_cache

from countin.providers.contract import Access
from countin.providers.reading import JsonObject, seconds_in, secret_in

_VERIFIER = re.compile(r"[A-Za-z0-9_.~-]{43,128}")
_ACCESS_LIFE = 3600
_RENEW_BEFORE = timedelta(minutes=1)


def challenge_of(verifier: str) -> str:
    """The S256 challenge. Raises ValueError for a verifier that PKCE does not allow."""
    if not _VERIFIER.fullmatch(verifier):
        raise ValueError("A PKCE verifier has 43 to 128 letters, digits or _ . - ~.")
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@lru_cache(maxsize=8)  # an app has one pair, and a night asks for it a million times
def basic_credentials(client_id: str, *, client_secret: str) -> str:
    """The value of an Authorization header that names the app."""
    pair = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    return f"Basic {pair}"


def token_life(told: JsonObject) -> timedelta:
    """How long the access token works; an hour where the service does not say."""
    return seconds_in(told, "expires_in", usual=_ACCESS_LIFE)


def access_from(
    told: JsonObject, *, now: datetime, secret: str, account_id: str | None = None
) -> Access:
    """The access in an answer. A refresh token that is not `secret` replaces it."""
    handed_out = secret_in(told, "refresh_token") if told.get("refresh_token") else secret
    return Access(
        token=secret_in(told, "access_token"),
        usable_until=now + token_life(told),
        rotated=handed_out if handed_out != secret else None,
        account_id=account_id,
    )


class AppToken:
    """The app's own token, for look-ups without any fan: fetched at first use, kept until shortly
    before it ends, fetched once for all callers."""

    def __init__(self, fetch: Callable[[], Awaitable[JsonObject]]) -> None:
        self._fetch_it = fetch
        self._token = ""
        self._fetched_at: datetime | None = None
        self._life = timedelta()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn = asyncio.Lock()

    async def get(self, *, now: datetime) -> str:
        """A token that works at `now`. Raises what fetching one raises."""
        async with self._turn_in_this_loop():
            if not self._is_fresh(now):
                told = await self._fetch_it()
                self._token = secret_in(told, "access_token")
                self._fetched_at, self._life = now, token_life(told)
            return self._token

    def forget(self, token: str) -> None:
        """The service did not take it; unless it was renewed meanwhile, fetch another."""
        if token == self._token:
            self._fetched_at = None

    def _is_fresh(self, now: datetime) -> bool:
        # A clock that was set back makes it stale, too.
        since = self._fetched_at
        return since is not None and since <= now < since + self._life - _RENEW_BEFORE

    def _turn_in_this_loop(self) -> asyncio.Lock:
        # A lock belongs to the loop it was first waited for in; a fork has another.
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._turn = loop, asyncio.Lock()
        return self._turn
