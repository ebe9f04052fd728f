"""Developer tokens: Apple knows us by a signature (ES256), for the page and for the server."""

from datetime import datetime, timedelta

import jwt

from countin.providers.apple_music.options import AppleMusicOptions

PAGE_LIFE = timedelta(hours=2)
SERVER_LIFE = timedelta(hours=6)
_RENEW_BEFORE = timedelta(hours=1)
# Apple's clock may be a little behind ours.
_BACKDATED = timedelta(seconds=30)


def sign_page_token(options: AppleMusicOptions, *, origin: str, now: datetime) -> str:
    """For the browser: short-lived, and good on this origin alone."""
    return _sign(options, now=now, life=PAGE_LIFE, claims={"origin": [origin]})


class ServerToken:
    """For our own calls: names no origin, never leaves the server, renewed in good time."""

    def __init__(self, options: AppleMusicOptions) -> None:
        self._options = options
        self._token = ""
        self._signed_at: datetime | None = None

    def get(self, *, now: datetime) -> str:
        """A token that works at `now`."""
        if not self._is_fresh(now):
            self._token = _sign(self._options, now=now, life=SERVER_LIFE, claims={})
            self._signed_at = now
        return self._token

    def _is_fresh(self, now: datetime) -> bool:
        # A clock that was set back makes it stale, too.
        since = self._signed_at
        return since is not None and since <= now < since + SERVER_LIFE - _RENEW_BEFORE


def _sign(
    options: AppleMusicOptions, *, now: datetime, life: timedelta, claims: dict[str, list[str]]
) -> str:
    return jwt.encode(
        {
            "iss": options.team_id,
            "iat": int((now - _BACKDATED).timestamp()),
            "exp": int((now + life).timestamp()),
            **claims,
        },
        options.private_key,
        algorithm="ES256",
        headers={"kid": options.key_id},
    )
