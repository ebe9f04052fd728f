"""Farms of several kinds, for the audit's benchmark."""

from dataclasses import dataclass

import numpy as np

from benchmarks.audit_worlds import (
    COUNTRIES,
    DAY,
    DESKS,
    FAR,
    HOSTING,
    HOUR,
    MAILS,
    NOBODY,
    PHONES,
    Floats,
    People,
    Texts,
    World,
    constant,
    draw_day_moments,
    draw_paces,
    draw_people,
)

KINDS = ("datacenter", "burst", "device", "incentivised", "drip", "mixed")
_THROWAWAY = ["mailinator.com", "guerrillamail.com", "tempmail.dev", "yopmail.com"]
_Pair = tuple[float, float]


@dataclass(frozen=True)
class Farm:
    """What a kind of farm looks like where nothing is disguised; pairs are ends of a draw."""

    countries: list[str]
    agents: list[str]
    prefixes: int
    pace: _Pair
    spread: _Pair
    mail: _Pair
    confirmed: _Pair
    revoke: _Pair
    follow: _Pair
    hosting: float = 0.0
    conversion: _Pair = (0.6, 1.0)


def _plain(world: World) -> float:
    """How far one trait of a farm differs from fans."""
    return 0.0 if world.chance.random() < world.ranges.mimicry else world.ranges.farm


def _blend(world: World, size: int, farm: Texts, own: Texts) -> Texts:
    keeps = world.chance.random(size) < _plain(world)
    return np.asarray(np.where(keeps, farm, own), dtype=object)


def _pick(world: World, size: int, names: list[str]) -> Texts:
    weights = world.chance.dirichlet(np.full(len(names), 1.5))
    return np.asarray(world.chance.choice(np.array(names, dtype=object), size=size, p=weights))


def _send(world: World, at: Floats, farm: Farm) -> People:
    """Who a farm sends, as far as the world's farms differ from fans (`ranges.farm`)."""
    chance, size = world.chance, len(at)
    people = draw_people(
        world,
        at,
        sources=chance.choice(np.array(world.sources, dtype=object), size, p=world.source_weights),
        countries=chance.choice(
            np.array(world.countries, dtype=object), size, p=world.country_weights
        ),
    )
    _disguise_arrivals(world, people, farm)
    _disguise_conduct(world, people, farm)
    people.artificial = True
    return people


def _disguise_arrivals(world: World, people: People, farm: Farm) -> None:
    chance, size = world.chance, len(people.at)
    mimic = str(chance.choice(np.array([*world.sources, "direct", "", "instagram"])))
    people.source = _blend(world, size, constant(mimic, size), people.source)
    people.country = _blend(world, size, _pick(world, size, farm.countries), people.country)
    people.agent = _blend(world, size, _pick(world, size, farm.agents), people.agent)
    mark = int(chance.integers(0, 10_000))
    numbers = chance.integers(0, farm.prefixes, size)
    names = np.array([f"x{mark}-{number}" for number in numbers], dtype=object)
    lent = world.chance.random(size) < _plain(world)
    people.prefix = np.where(lent, names, people.prefix).astype(object)
    many = max(1, min(12, farm.prefixes // 4))
    pool = (
        chance.choice(np.array(HOSTING), 3)
        if farm.hosting
        else chance.integers(20_000, 48_000, many)
    )
    farm_asns = np.asarray(chance.choice(pool, size))
    people.asn = np.where(lent, farm_asns, people.asn).astype(np.int64)


def _disguise_conduct(world: World, people: People, farm: Farm) -> None:
    chance, size, plain = world.chance, len(people.at), _plain(world)
    people.pace = draw_paces(
        world,
        size,
        median=world.pace ** (1 - plain) * chance.uniform(*farm.pace) ** plain,
        spread=chance.uniform(*farm.spread) * plain + world.spread * (1 - plain),
    )

    def rate(pair: _Pair, genuine: float) -> float:
        plain = _plain(world)
        return float(chance.uniform(*pair)) * plain + genuine * (1 - plain)

    has_mail = chance.random(size) < rate(farm.mail, world.mail)
    names = np.array(_THROWAWAY if chance.random() < 0.4 else MAILS[:2], dtype=object)
    people.mail = np.where(has_mail, chance.choice(names, size), NOBODY)
    people.confirmed = has_mail & (chance.random(size) < rate(farm.confirmed, world.confirmed))
    people.follow = chance.random(size) < rate(farm.follow, world.follow)
    people.revoked = chance.random(size) < rate(farm.revoke, world.revoke)
    people.conversion = rate(farm.conversion, world.conversion)


def _window(world: World, size: int, *, hours: tuple[float, float]) -> Floats:
    chance = world.chance
    length = chance.uniform(*hours) * HOUR
    begin = chance.uniform(0, max(0.1, world.days * DAY - length))
    return np.asarray(begin + chance.uniform(0, length, size))


def draw_datacenter(world: World, size: int) -> People:
    """Rented machines."""
    return _send(
        world,
        _window(world, size, hours=(2, 96)),
        Farm(
            countries=["US", "DE", "NL"],
            agents=["Chrome", "HeadlessChrome", "Firefox"],
            prefixes=int(world.chance.integers(3, 60)),
            hosting=1.0,
            pace=(1.5, 8),
            spread=(0.1, 0.4),
            mail=(0.0, 0.6),
            confirmed=(0.0, 0.05),
            revoke=(0.0, 0.15),
            follow=(0.0, 1.0),
        ),
    )


def draw_burst(world: World, size: int) -> People:
    """Programs behind lent home addresses, all within hours."""
    far = [str(c) for c in world.chance.permutation(np.array(FAR + COUNTRIES))[:3]]
    return _send(
        world,
        _window(world, size, hours=(1, 14)),
        Farm(
            countries=far,
            agents=["Chrome Mobile", "Chrome", "Mobile Safari"],
            prefixes=int(world.chance.integers(40, 5_000)),
            pace=(2, 10),
            spread=(0.15, 0.5),
            mail=(0.0, 0.7),
            confirmed=(0.0, 0.08),
            revoke=(0.0, 0.25),
            follow=(0.0, 1.0),
        ),
    )


def draw_device(world: World, size: int) -> People:
    """A wall of telephones behind few addresses, in shifts over days."""
    chance = world.chance
    length = float(chance.uniform(2, min(14, world.days)))
    first = chance.uniform(0, world.days - length)
    days = first + chance.uniform(0, length, size)
    return _send(
        world,
        draw_day_moments(world, size, days=days, flat=float(chance.uniform(0, 1))),
        Farm(
            countries=[str(chance.choice(np.array(FAR + COUNTRIES)))],
            agents=PHONES[1:3] if chance.random() < 0.7 else PHONES[:2],
            prefixes=int(chance.integers(3, 40)),
            pace=(5, 16),
            spread=(0.12, 0.4),
            mail=(0.1, 0.9),
            confirmed=(0.0, 0.25),
            revoke=(0.0, 0.1),
            follow=(0.3, 1.0),
        ),
    )


def draw_incentivised(world: World, size: int) -> People:
    """People who were promised something: real ones, hurried, gone soon after."""
    chance = world.chance
    days = chance.uniform(0, max(0.5, world.days - 4)) + chance.gamma(1.5, 1.0, size)
    return _send(
        world,
        draw_day_moments(world, size, days=np.minimum(days, world.days - 0.01)),
        Farm(
            countries=[
                str(c) for c in chance.permutation(np.array(FAR))[: int(chance.integers(1, 5))]
            ],
            agents=[*PHONES[:3], *DESKS[:1]],
            prefixes=int(chance.integers(150, 20_000)),
            pace=(5, 14),
            spread=(0.35, 0.7),
            mail=(0.2, 0.9),
            confirmed=(0.0, 0.3),
            revoke=(0.15, 0.6),
            follow=(0.0, 1.0),
        ),
    )


def draw_drip(world: World, size: int) -> People:
    """A few an hour, day and night, through lent home addresses."""
    chance = world.chance
    step = world.days * DAY / size
    at = (np.arange(size) + 0.5) * step + chance.normal(0, step * chance.uniform(0.05, 0.6), size)
    far = [str(c) for c in chance.permutation(np.array(FAR + COUNTRIES))[:4]]
    return _send(
        world,
        np.clip(at, 60, world.days * DAY - 60),
        Farm(
            countries=far,
            agents=["Chrome Mobile", "Chrome", "Mobile Safari"][: int(chance.integers(1, 4))],
            prefixes=int(chance.integers(60, 8_000)),
            pace=(3, 14),
            spread=(0.15, 0.5),
            mail=(0.0, 0.8),
            confirmed=(0.0, 0.1),
            revoke=(0.0, 0.25),
            follow=(0.0, 1.0),
        ),
    )
