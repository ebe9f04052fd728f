"""Fans and what stands in their libraries: the truth that the product is checked against."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.accounts import TwinAccount
from simulator.clock import iso
from simulator.twin_names import TWIN_NAMES

SPOTIFY = "spotify"
APPLE = "apple_music"
SERVICES = (SPOTIFY, APPLE, *TWIN_NAMES)
ALLOW_LIST_SIZE = 5


@dataclass(slots=True)
class SpotifyAccount:
    """One account at Spotify. Moments are seconds since 1970 by the simulator's clock."""

    fan_id: str
    account_id: str
    id: str
    display_name: str
    country: str
    is_allow_listed: bool = False
    has_full_library: bool = False
    saved: dict[str, float] = field(default_factory=dict)
    followed: dict[str, float] = field(default_factory=dict)
    writes: dict[str, list[float]] = field(default_factory=dict)
    removals: dict[str, list[float]] = field(default_factory=dict)
    removed_by_fan: set[str] = field(default_factory=set)

    def shelf_of(self, uri: str) -> dict[str, float]:
        return self.followed if uri.startswith(("spotify:artist:", "spotify:user:")) else self.saved

    def as_json(self) -> dict[str, object]:
        return {
            "account_id": self.account_id,
            "saved": list(self.saved),
            "followed": list(self.followed),
            "writes": {uri: _moments(times) for uri, times in self.writes.items()},
            "removals": {uri: _moments(times) for uri, times in self.removals.items()},
        }


@dataclass(slots=True)
class AppleItem:
    """One thing added to an Apple library; it is seen there from `appears_at` on."""

    kind: str
    key: str
    catalogue_id: str
    added_at: float
    appears_at: float


@dataclass(slots=True)
class AppleAccount:
    """One account at Apple Music, living in one storefront."""

    fan_id: str
    storefront: str
    has_subscription: bool = True
    refused_until: float = 0.0  # after a password change even fresh tokens are refused for days
    library: dict[tuple[str, str], AppleItem] = field(default_factory=dict)
    writes: dict[str, list[float]] = field(default_factory=dict)
    removed_by_fan: set[tuple[str, str]] = field(default_factory=set)

    def shown(self, now: float) -> list[AppleItem]:
        return [item for item in self.library.values() if item.appears_at <= now]

    def as_json(self, now: float) -> dict[str, object]:
        return {
            "storefront": self.storefront,
            "saved": [
                {"kind": item.kind, "id": item.catalogue_id, "release": item.key}
                for item in self.shown(now)
            ],
            "on_the_way": [
                {"kind": item.kind, "id": item.catalogue_id, "appears_at": iso(item.appears_at)}
                for item in self.library.values()
                if item.appears_at > now
            ],
            "writes": {key: _moments(times) for key, times in self.writes.items()},
        }


@dataclass(slots=True)
class Fan:
    id: str
    country: str
    spotify: SpotifyAccount | None = None
    apple: AppleAccount | None = None
    services: tuple[str, ...] = SERVICES
    accounts: dict[str, TwinAccount] = field(default_factory=dict)  # at further services

    def as_json(self, now: float) -> dict[str, object]:
        shown: dict[str, object] = {"country": self.country}
        if self.spotify:
            shown[SPOTIFY] = self.spotify.as_json()
        if self.apple:
            shown[APPLE] = self.apple.as_json(now)
        shown |= {name: account.as_json() for name, account in self.accounts.items()}
        return shown


class NoSuchFan(Exception):
    """Nobody of that name lives here, or not at that service."""


class Fans:
    """All fans by their id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Fan] = {}

    def __iter__(self) -> Iterator[Fan]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, fan: Fan) -> None:
        self._by_id[fan.id] = fan

    def get(self, fan_id: str) -> Fan:
        """Raises NoSuchFan."""
        try:
            return self._by_id[fan_id]
        except KeyError:
            raise NoSuchFan(f"there is no fan {fan_id!r}: make one by POST /control/fans") from None

    def allow_listed(self) -> list[Fan]:
        return [fan for fan in self if fan.spotify and fan.spotify.is_allow_listed]


def make_fan(
    fan_id: str,
    *,
    country: str = "US",
    services: tuple[str, ...] = SERVICES,
    is_allow_listed: bool = False,
    has_subscription: bool = True,
    display_name: str = "",
) -> Fan:
    """A fan with an empty library at each of the services."""
    fan = Fan(id=fan_id, country=country, services=services)
    if SPOTIFY in services:
        fan.spotify = SpotifyAccount(
            fan_id=fan_id,
            account_id=f"account-{fan_id}",
            id=f"user-{fan_id}",
            display_name=display_name or fan_id,
            country=country,
            is_allow_listed=is_allow_listed,
        )
    if APPLE in services:
        fan.apple = AppleAccount(
            fan_id=fan_id, storefront=country.lower(), has_subscription=has_subscription
        )
    return fan


def _moments(times: list[float]) -> dict[str, object]:
    return {"count": len(times), "at": [iso(moment) for moment in times]}
