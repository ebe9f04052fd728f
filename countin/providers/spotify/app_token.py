"""The app's own token: look-ups in the catalogue are asked without any fan."""

import asyncio
from datetime import datetime, timedelta

from countin.providers.contract import ConsentGone, OperatorNeeded
from countin.providers.http import Http
from countin.providers.reading import secret_in
from countin.providers.spotify.consent import ask_for_token, token_life
from countin.providers.spotify.options import DASHBOARD, SpotifyOptions

_RENEW_BEFORE = timedelta(minutes=1)


class AppToken:
    """Fetched at first use, kept until shortly before it ends, fetched once for all callers."""

    def __init__(self, options: SpotifyOptions, *, http: Http) -> None:
        self._options = options
        self._http = http
        self._token = ""
        self._fetched_at: datetime | None = None
        self._life = timedelta()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn = asyncio.Lock()

    async def get(self, *, now: datetime) -> str:
        """A token that works at `now`."""
        async with self._turn_in_this_loop():
            if not self._is_fresh(now):
                await self._fetch(now)
            return self._token

    def forget(self, token: str) -> None:
        """Spotify did not take it; unless it was renewed meanwhile, fetch another."""
        if token == self._token:
            self._fetched_at = None

    def _is_fresh(self, now: datetime) -> bool:
        # A clock that was set back makes it stale, too.
        since = self._fetched_at
        return since is not None and since <= now < since + self._life - _RENEW_BEFORE

    async def _fetch(self, now: datetime) -> None:
        form = {"grant_type": "client_credentials"}
        try:
            told = await ask_for_token(form, options=self._options, http=self._http)
        except ConsentGone:
            # No fan is involved here.
            raise OperatorNeeded(
                "Spotify refuses a token to this app.", mend=f"See its state at {DASHBOARD}."
            ) from None
        self._token = secret_in(told, "access_token")
        self._fetched_at, self._life = now, token_life(told)

    def _turn_in_this_loop(self) -> asyncio.Lock:
        # A lock belongs to the loop it was first waited for in; a fork has another.
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._turn = loop, asyncio.Lock()
        return self._turn
