"""Calls of the Apple Music API: ours with the developer token, a fan's with both tokens."""

from collections.abc import Callable
from datetime import datetime

from countin.providers.apple_music.answers import (
    catalogue_error,
    fan_error,
    is_doubtful,
)
from countin.providers.apple_music.developer_token import ServerToken
from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.contract import Access
from countin.providers.http import Answer, Http

# Any answer but 401 shows that our token is good. No release has this code.
_PROBE = ("catalog/us/albums", {"filter[upc]": "000000000000"})


class Calls:
    """Sends requests to Apple, and tells whose token a 401 is about."""

    def __init__(
        self, options: AppleMusicOptions, *, http: Http, now: Callable[[], datetime]
    ) -> None:
        self.http = http
        self._base = options.api_url
        self._server_token = ServerToken(options)
        self._now = now

    async def ask_catalogue(self, path: str, *, params: dict[str, str]) -> Answer:
        """One look-up, whatever its answer."""
        return await self._send("GET", path, params=params, headers={})

    async def ask_for_fan(
        self, method: str, path: str, *, access: Access, params: dict[str, str] | None = None
    ) -> Answer:
        """One call for a fan, whatever its answer."""
        headers = {"Music-User-Token": access.token}
        return await self._send(method, path, params=params or {}, headers=headers)

    async def raise_for_fan(self, answer: Answer) -> None:
        """Raise what a failed call for a fan means; a doubtful 401 costs one more call."""
        if is_doubtful(answer):
            probe = await self.ask_catalogue(_PROBE[0], params=_PROBE[1])
            if probe.status in {401, 429} or probe.status >= 500:
                raise catalogue_error(probe, http=self.http)
        raise fan_error(answer, http=self.http)

    async def _send(
        self, method: str, path: str, *, params: dict[str, str], headers: dict[str, str]
    ) -> Answer:
        token = self._server_token.get(now=self._now())
        return await self.http.request(
            method,
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {token}", **headers},
            params=params,
        )
