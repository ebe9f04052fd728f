"""What one of the further services has registered and given out."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from simulator.accounts import TwinAccount
from simulator.ledger.apps import is_allowed_redirect


@dataclass(slots=True)
class Grant:
    account: TwinAccount
    scopes: frozenset[str]
    is_revoked: bool = False


@dataclass(slots=True)
class Code:
    account: TwinAccount
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    expires_at: float
    is_used: bool = False


@dataclass(slots=True)
class RefreshToken:
    grant: Grant
    is_dead: bool = False
    answer_was_lost: bool = False  # the token that replaced it never reached the client


@dataclass(slots=True)
class AccessToken:
    """`grant` is None for the app's own."""

    grant: Grant | None
    expires_at: float


@dataclass
class Ledger:
    """One service's. `replies` are kept by Idempotency-Key: payload, status, body, moment."""

    name: str
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    grants: dict[str, list[Grant]] = field(default_factory=dict)  # by fan
    replies: dict[str, tuple[str, int, bytes, float]] = field(default_factory=dict)

    @property
    def client_id(self) -> str:
        return f"simulated-{self.name}"

    @property
    def client_secret(self) -> str:
        return f"simulated-{self.name}-secret"

    def accepts_redirect(self, uri: str) -> bool:
        """A loopback literal with any port, at the path that is registered."""
        return is_allowed_redirect(uri) and urlsplit(uri).path == f"/connect/{self.name}/return"

    def has_live_grant(self, fan_id: str) -> bool:
        return any(not grant.is_revoked for grant in self.grants.get(fan_id, []))

    def revoke(self, fan_id: str) -> int:
        """End all grants of the fan; the number of those that were live."""
        ended = [grant for grant in self.grants.get(fan_id, []) if not grant.is_revoked]
        for grant in ended:
            grant.is_revoked = True
        return len(ended)


class Ledgers(dict[str, Ledger]):
    """One a service, made at first use."""

    def __missing__(self, name: str) -> Ledger:
        return self.setdefault(name, Ledger(name))
