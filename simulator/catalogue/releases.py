"""What a release is, and when each market shows it."""

from dataclasses import dataclass, field
from datetime import date

from simulator.markets import midnight, place_of, zones

LONG_AGO = 0.0


@dataclass(frozen=True)
class Availability:
    """When a release is shown. Exactly one of `day` (local midnight) and `at` (one instant, in
    seconds since 1970) is given; neither means long since published."""

    day: date | None = None
    at: float | None = None
    markets: dict[str, float] = field(default_factory=dict)  # a market's own instant
    excluded: frozenset[str] = frozenset()

    def moment(self, market: str) -> float | None:
        """Seconds since 1970, or None where the market never gets it or does not exist."""
        if market in self.excluded or market not in zones():
            return None
        if market in self.markets:
            return self.markets[market]
        if self.day is not None:
            return midnight(market, day=self.day)
        return LONG_AGO if self.at is None else self.at


@dataclass(frozen=True)
class Artist:
    key: str
    name: str
    spotify_id: str
    apple_id: str

    @property
    def spotify_uri(self) -> str:
        return f"spotify:artist:{self.spotify_id}"


@dataclass(frozen=True)
class Track:
    title: str
    isrc: str
    spotify_id: str
    apple_base: int
    is_explicit: bool = False
    duration_ms: int = 200_000


@dataclass(frozen=True)
class Release:
    """`apple_base` is the album's id in every storefront, or the first of a run of ids where
    `has_storefront_ids`: one a storefront, in the storefronts' alphabetical order."""

    key: str
    title: str
    kind: str  # album, ep or single
    artists: tuple[Artist, ...]
    upc: str
    release_date: date
    spotify_id: str
    apple_base: int
    tracks: tuple[Track, ...]
    availability: Availability
    label: str = ""
    is_explicit: bool = False
    has_storefront_ids: bool = False
    pre_add: str = ""  # Apple's catalogue before release: "" absent, "works" or "ignored"
    invented: tuple[str, ...] = ()  # fields whose identifiers are not real
    source: str = ""

    @property
    def spotify_uri(self) -> str:
        return f"spotify:album:{self.spotify_id}"

    def apple_id(self, base: int, *, storefront: str) -> str:
        """The id, in that storefront, of the album or song whose first id is `base`."""
        shift = place_of(storefront) if self.has_storefront_ids else 0
        return str(base + shift)

    def apple_album_id(self, storefront: str) -> str:
        return self.apple_id(self.apple_base, storefront=storefront)
