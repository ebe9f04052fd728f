"""Genuine crowds for the audit's benchmark: campaigns that differ widely, each from one seed.

Nothing here is read by the product. `Ranges` says how far worlds differ; the audit is tuned on one
set of ranges and measured on another (`HELD_OUT`).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
DAY = 86_400.0
HOUR = 3_600.0
NOBODY: Texts = np.array([None], dtype=object)

RELAYS = [13335, 36183, 54113]
HOSTING = [16509, 14061, 24940, 16276, 20473, 396982, 51167, 8075, 9009, 60068]
COUNTRIES = ["DE", "US", "GB", "FR", "BR", "MX", "SE", "JP", "PL", "ES", "NL", "CA", "AU", "IT"]
FAR = ["IN", "PH", "BD", "ID", "PK", "VN", "NG", "EG", "TR", "BR", "RU", "KE"]
SOURCES = ["newsletter", "instagram", "tiktok", "direct", "press", "community", "youtube", "site"]
PHONES = ["Mobile Safari", "Chrome Mobile", "Samsung Internet", "Instagram", "TikTok"]
DESKS = ["Chrome", "Firefox", "Safari", "Edge"]
MAILS = ["gmail.com", "outlook.com", "icloud.com", "gmx.de", "yahoo.com", "proton.me", "web.de"]
REFERRERS = {
    "instagram": "l.instagram.com",
    "tiktok": "tiktok.com",
    "youtube": "youtube.com",
    "press": "pitchfork.com",
    "community": "reddit.com",
    "site": "theheldnotes.example",
}


@dataclass(frozen=True)
class Ranges:
    """How far worlds differ: every pair is the two ends of a uniform draw."""

    days: tuple[float, float] = (12, 45)
    pace: tuple[float, float] = (14, 60)  # seconds from visit to connect, median
    spread: tuple[float, float] = (0.5, 1.0)  # of its logarithm
    mail: tuple[float, float] = (0.35, 0.9)
    confirmed: tuple[float, float] = (0.45, 0.9)
    follow: tuple[float, float] = (0.15, 0.6)
    revoke: tuple[float, float] = (0.004, 0.03)
    conversion: tuple[float, float] = (0.08, 0.3)
    phones: tuple[float, float] = (0.5, 0.85)
    carrier: tuple[float, float] = (0.15, 0.5)  # behind carriers' shared addresses
    relay: tuple[float, float] = (0.02, 0.08)
    hosting: tuple[float, float] = (0.0, 0.03)
    home: tuple[float, float] = (0.3, 0.8)
    blast: tuple[float, float] = (0.1, 0.35)
    viral: tuple[float, float] = (0.1, 0.4)
    gig: tuple[float, float] = (0.03, 0.12)
    hurry: tuple[float, float] = (0.6, 1.3)  # of an occasion's fans, against everyday
    kindness: tuple[float, float] = (0.4, 1.0)  # how readily they leave an address
    without_asn: float = 0.25
    without_mail: float = 0.1
    without_agent: float = 0.08
    without_meta: float = 0.15
    without_outcome: float = 0.2
    farm: float = 1.0  # how unlike fans farms are: 1 plain, 0 the same
    mimicry: float = 0.0  # chance, a trait, that a farm has it exactly as fans do
    gamma_pace: float = 0.0  # chance that the time to connect follows another law


HELD_OUT = Ranges(
    days=(8, 70),
    pace=(9, 90),
    spread=(0.4, 1.2),
    mail=(0.2, 0.95),
    confirmed=(0.3, 0.95),
    follow=(0.05, 0.8),
    conversion=(0.04, 0.45),
    phones=(0.3, 0.95),
    carrier=(0.05, 0.7),
    relay=(0.0, 0.12),
    hosting=(0.0, 0.05),
    home=(0.15, 0.9),
    hurry=(0.4, 1.4),
    kindness=(0.15, 1.1),
    mimicry=0.25,
    gamma_pace=0.5,
)


@dataclass
class People:
    """A crowd as columns, one entry a person; `at` in seconds from the campaign's start."""

    at: Floats
    pace: Floats
    source: Texts
    country: Texts
    asn: NDArray[np.int64]
    prefix: Texts
    agent: Texts
    mail: Texts
    confirmed: NDArray[np.bool_]
    follow: NDArray[np.bool_]
    revoked: NDArray[np.bool_]
    artificial: bool = False
    conversion: float = 0.2


@dataclass
class World:
    """One campaign's circumstances, drawn once."""

    chance: np.random.Generator
    ranges: Ranges
    days: float = 0
    pace: float = 0
    spread: float = 0
    mail: float = 0
    confirmed: float = 0
    follow: float = 0
    revoke: float = 0
    conversion: float = 0
    phones: float = 0
    carrier: float = 0
    relay: float = 0
    hosting: float = 0
    gamma: bool = False
    countries: list[str] = field(default_factory=list)
    country_weights: Floats = field(default_factory=lambda: np.zeros(0))
    sources: list[str] = field(default_factory=list)
    source_weights: Floats = field(default_factory=lambda: np.zeros(0))
    zone: float = 0
    hurries: dict[str, float] = field(default_factory=dict)

    def between(self, name: str) -> float:
        """A uniform draw from the named range."""
        low, high = getattr(self.ranges, name)
        return float(self.chance.uniform(low, high))


def draw_world(chance: np.random.Generator, *, ranges: Ranges) -> World:
    """Circumstances of one campaign."""
    world = World(chance, ranges)
    for name in (
        *("days", "pace", "spread", "mail", "confirmed", "follow", "revoke", "conversion"),
        *("phones", "carrier", "relay", "hosting"),
    ):
        setattr(world, name, world.between(name))
    world.gamma = bool(chance.random() < ranges.gamma_pace)
    home = world.between("home")
    world.countries = [str(c) for c in chance.permutation(COUNTRIES)[: int(chance.integers(3, 10))]]
    rest = chance.dirichlet(np.ones(len(world.countries) - 1)) * (1 - home)
    world.country_weights = np.concatenate([[home], rest])
    world.sources = [str(s) for s in chance.permutation(SOURCES)[: int(chance.integers(3, 8))]]
    world.source_weights = chance.dirichlet(np.full(len(world.sources), 2.0))
    world.zone = float(chance.uniform(0, 24))
    world.hurries = {name: float(np.exp(chance.normal(0, 0.25))) for name in SOURCES}
    return world


def draw_paces(world: World, size: int, *, median: float, spread: float) -> Floats:
    """Seconds from visit to connect."""
    if world.gamma:
        shape = 1 / max(spread, 0.05) ** 2
        drawn: Floats = world.chance.gamma(shape, 1 / shape, size) * median
        return np.maximum(0.4, drawn)
    return np.asarray(median * np.exp(world.chance.normal(0, spread, size)))


def draw_day_moments(world: World, size: int, *, days: Floats, flat: float = 0.0) -> Floats:
    """A moment on each of the given days: awake hours peak in the evening; `flat` of them don't."""
    chance = world.chance
    hour = (chance.normal(19, 3.5, size) % 24 + world.zone) % 24
    noon = (chance.normal(13, 3.0, size) % 24 + world.zone) % 24
    hours = np.where(chance.random(size) < 0.55, hour, noon)
    hours = np.where(chance.random(size) < flat, chance.uniform(0, 24, size), hours)
    return np.asarray(np.floor(days) * DAY + hours * HOUR)


def draw_prefixes(world: World, countries: Texts, *, carrier: float) -> tuple[Texts, Texts]:
    """Networks and their numbers: carriers share few, homes have their own, relays are relays."""
    chance, size = world.chance, len(countries)
    kind = chance.choice(
        ["carrier", "relay", "hosting", "home"],
        size=size,
        p=[
            carrier * (1 - world.relay - world.hosting),
            world.relay,
            world.hosting,
            (1 - carrier) * (1 - world.relay - world.hosting),
        ],
    )
    prefixes = np.empty(size, dtype=object)
    asns = np.zeros(size, dtype=np.int64)
    for index in range(size):
        country = countries[index]
        base = 30_000 + (sum(map(ord, country)) * 37) % 9_000
        if kind[index] == "carrier":
            number = int(chance.geometric(0.12))
            prefixes[index], asns[index] = f"c-{country}-{number}", base + number % 3
        elif kind[index] == "relay":
            number = int(chance.integers(0, 25))
            prefixes[index], asns[index] = f"r-{number}", RELAYS[number % 3]
        elif kind[index] == "hosting":
            number = int(chance.integers(0, 400))
            prefixes[index], asns[index] = f"v-{number}", HOSTING[number % len(HOSTING)]
        else:
            prefixes[index] = f"h-{country}-{int(chance.integers(0, 60_000))}"
            asns[index] = base + 3 + int(chance.geometric(0.3))
    return prefixes, asns.astype(object)


def draw_agents(world: World, size: int, *, phones: float, sources: Texts) -> Texts:
    """Families of browsers; apps' own browsers where the app brought them."""
    chance = world.chance
    on_phone = chance.random(size) < phones
    phone = chance.choice(PHONES[:3], size=size, p=[0.45, 0.42, 0.13])
    agents = np.where(on_phone, phone, chance.choice(DESKS, size=size, p=[0.6, 0.15, 0.15, 0.1]))
    app = on_phone & (chance.random(size) < 0.5)
    agents = np.where(app & (sources == "instagram"), "Instagram", agents)
    return np.asarray(np.where(app & (sources == "tiktok"), "TikTok", agents), dtype=object)


def draw_people(
    world: World,
    at: Floats,
    *,
    sources: Texts,
    countries: Texts,
    phones: float | None = None,
    kindness: float = 1.0,
    carrier: float | None = None,
    hurry: float = 1.0,
) -> People:
    """Fans who arrive at these moments. `kindness` scales how readily they leave an address."""
    chance, size = world.chance, len(at)
    prefixes, asns = draw_prefixes(
        world, countries, carrier=world.carrier if carrier is None else carrier
    )
    has_mail = chance.random(size) < min(0.97, world.mail * kindness)
    mail = np.where(has_mail, chance.choice(np.array(MAILS, dtype=object), size), NOBODY)
    return People(
        at=at,
        pace=draw_paces(world, size, median=1.0, spread=world.spread)
        * hurry
        * np.array([world.pace * world.hurries.get(source, 1.0) for source in sources]),
        source=sources,
        country=countries,
        asn=asns.astype(np.int64),
        prefix=prefixes,
        agent=draw_agents(
            world, size, phones=world.phones if phones is None else phones, sources=sources
        ),
        mail=np.asarray(mail, dtype=object),
        confirmed=has_mail & (chance.random(size) < world.confirmed),
        follow=chance.random(size) < world.follow,
        revoked=chance.random(size) < world.revoke,
        conversion=world.conversion,
    )


def constant(value: str, size: int) -> Texts:
    """The same text for everybody."""
    return np.full(size, value, dtype=object)


def draw_everyday(world: World, size: int) -> People:
    """Who comes without an occasion: more at the start and before the end."""
    chance = world.chance
    days = np.where(
        chance.random(size) < 0.6,
        chance.beta(0.5, 0.7, size) * world.days,
        chance.uniform(0, world.days, size),
    )
    return draw_people(
        world,
        draw_day_moments(world, size, days=days),
        sources=chance.choice(np.array(world.sources, dtype=object), size, p=world.source_weights),
        countries=chance.choice(
            np.array(world.countries, dtype=object), size, p=world.country_weights
        ),
    )
