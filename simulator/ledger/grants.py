"""Codes, grants and tokens that the accounts service has given out."""

import calendar
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulator.fans import SpotifyAccount

CODE_LIFE = 60.0
ACCESS_LIFE = 3_600.0
GRANT_MONTHS = 6
FORGET_AT = 50_000  # access tokens held before the expired ones are looked for


@dataclass(slots=True)
class Code:
    """An authorization code, good once and for a minute."""

    client_id: str
    account: SpotifyAccount
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    expires_at: float
    is_used: bool = False


@dataclass(slots=True)
class Grant:
    """What a fan allowed an app; it ends six months after the authorization."""

    client_id: str
    account: SpotifyAccount
    scopes: frozenset[str]
    authorized_at: float
    ends_at: float
    is_public_client: bool
    is_revoked: bool = False


@dataclass(slots=True)
class RefreshToken:
    grant: Grant
    is_dead: bool = False
    answer_was_lost: bool = False  # the token that replaced it never reached the client


@dataclass(slots=True)
class AccessToken:
    """`grant` is None for an app's own token (client credentials)."""

    client_id: str
    grant: Grant | None
    expires_at: float


@dataclass(slots=True)
class SpotifyService:
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    grants: dict[str, list[Grant]] = field(default_factory=dict)  # by fan
    forget_at: int = FORGET_AT

    def give_access(self, text: str, *, token: AccessToken, now: float) -> None:
        """Remember the token; now and then forget those that have expired."""
        if len(self.access_tokens) >= self.forget_at:
            live = {key: each for key, each in self.access_tokens.items() if each.expires_at > now}
            self.access_tokens = live
            self.codes = {key: each for key, each in self.codes.items() if each.expires_at > now}
            self.forget_at = max(FORGET_AT, 2 * len(live))
        self.access_tokens[text] = token

    def live_grants(self, fan_id: str, *, now: float) -> list[Grant]:
        found = self.grants.get(fan_id, [])
        return [grant for grant in found if not grant.is_revoked and grant.ends_at > now]

    def revoke(self, fan_id: str) -> int:
        """End all grants of the fan; the number of those that were live."""
        ended = [grant for grant in self.grants.get(fan_id, []) if not grant.is_revoked]
        for grant in ended:
            grant.is_revoked = True
        return len(ended)


def six_months_after(moment: float) -> float:
    """The same day and time six calendar months later, or that month's last day."""
    start = datetime.fromtimestamp(moment, tz=UTC)
    months = start.month - 1 + GRANT_MONTHS
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day).timestamp()
