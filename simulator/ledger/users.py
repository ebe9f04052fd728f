"""Developer keys, and the music user tokens that fans have given."""

from dataclasses import dataclass, field

from simulator.fans import AppleAccount


@dataclass(frozen=True)
class DeveloperKey:
    team_id: str
    key_id: str
    public_key: str  # PEM


@dataclass(slots=True)
class UserToken:
    account: AppleAccount
    given_at: float
    is_ended: bool = False


@dataclass
class AppleService:
    keys: dict[str, DeveloperKey] = field(default_factory=dict)
    user_tokens: dict[str, UserToken] = field(default_factory=dict)
    by_fan: dict[str, list[UserToken]] = field(default_factory=dict)

    def add_key(self, key: DeveloperKey) -> None:
        self.keys[key.key_id] = key

    def forget_users(self) -> None:
        self.user_tokens.clear()
        self.by_fan.clear()

    def give(self, text: str, *, account: AppleAccount, now: float) -> None:
        token = UserToken(account, now)
        self.user_tokens[text] = token
        self.by_fan.setdefault(account.fan_id, []).append(token)

    def revoke(self, fan_id: str) -> int:
        """End all tokens of the fan; the number of those that were live."""
        ended = [token for token in self.by_fan.get(fan_id, []) if not token.is_ended]
        for token in ended:
            token.is_ended = True
        return len(ended)
