"""Farms by another hand, and how far they take on the habits of fans."""

import math
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.audit_strange_crowds import DAY, HOUR, OFFSETS, Habits, Manner

_FAR = ("IN", "ID", "PH", "VN", "NG", "TR", "BR", "MX")


def _within(manner: Manner, hours: float) -> Callable[[Random], float]:
    begin = manner.chance.uniform(0, max(0.2, manner.days * DAY - hours * HOUR))
    return lambda chance: begin + chance.random() * hours * HOUR


def _datacenter(manner: Manner) -> Habits:
    chance = manner.chance
    return Habits(
        source=chance.choice(("direct", "instagram", "site")),
        moments=_within(manner, chance.uniform(3, 72)),
        countries={"US": 3, "DE": 1} if chance.random() < 0.5 else {"GB": 1},
        median=chance.uniform(1, 7),
        spread=chance.uniform(0.1, 0.5),
        networks=chance.randint(2, 50),
        clouds=chance.uniform(0.8, 1.0),
        phones=0.0,
        agents=("Chrome", "Chrome Headless")[: chance.randint(1, 2)],
        mail=chance.uniform(0, 0.4),
        confirmed=chance.uniform(0, 0.03),
        throwaway=chance.choice((0.0, 0.8)),
        follow=chance.choice((0.0, 1.0)),
        revoked=chance.uniform(0, 0.1),
        conversion=chance.uniform(0.7, 1.0),
        artificial=True,
    )


def _burst(manner: Manner) -> Habits:
    chance = manner.chance
    return Habits(
        source=chance.choice(("direct", "instagram", "tiktok", "newsletter")),
        moments=_within(manner, chance.uniform(0.7, 10)),
        countries={name: chance.random() for name in chance.sample(_FAR, 3)},
        median=chance.uniform(2, 9),
        spread=chance.uniform(0.2, 0.5),
        networks=chance.choice((0, 0, 80, 300)),
        phones=chance.choice((0.2, 0.95)),
        mail=chance.uniform(0, 0.6),
        confirmed=chance.uniform(0, 0.06),
        throwaway=chance.choice((0.0, 0.5)),
        follow=chance.random(),
        revoked=chance.uniform(0, 0.2),
        conversion=chance.uniform(0.6, 0.98),
        artificial=True,
    )


def _device(manner: Manner) -> Habits:
    chance = manner.chance
    length = chance.uniform(2, min(12, manner.days))
    begin = chance.uniform(0, manner.days - length)
    shift, hours = chance.uniform(0, 24), chance.uniform(7, 16)

    def moment(c: Random) -> float:
        day = math.floor(begin + c.random() * length)
        return day * DAY + ((shift + c.random() * hours) % 24) * HOUR

    return Habits(
        source=chance.choice(("instagram", "tiktok", "direct")),
        moments=moment,
        countries={chance.choice(_FAR): 1.0},
        median=chance.uniform(5, 15),
        spread=chance.uniform(0.15, 0.4),
        networks=chance.randint(3, 30),
        phones=1.0,
        agents=("Android Chrome",),
        mail=chance.uniform(0.1, 0.8),
        confirmed=chance.uniform(0, 0.2),
        follow=chance.uniform(0.5, 1),
        revoked=chance.uniform(0, 0.08),
        conversion=chance.uniform(0.55, 0.95),
        artificial=True,
    )


def _incentivised(manner: Manner) -> Habits:
    chance = manner.chance
    begin = chance.uniform(0, max(0.5, manner.days - 5)) * DAY
    return Habits(
        source=chance.choice(("direct", "rewards", "tiktok")),
        moments=lambda c: begin + c.gammavariate(1.4, DAY),
        countries={name: chance.random() for name in chance.sample(_FAR, chance.randint(2, 5))},
        median=chance.uniform(5, 13),
        spread=chance.uniform(0.35, 0.65),
        phones=0.9,
        mail=chance.uniform(0.2, 0.9),
        confirmed=chance.uniform(0.02, 0.3),
        throwaway=chance.choice((0.0, 0.15)),
        follow=chance.random(),
        revoked=chance.uniform(0.15, 0.55),
        conversion=chance.uniform(0.5, 0.9),
        artificial=True,
    )


def _drip(manner: Manner) -> Habits:
    chance = manner.chance
    return Habits(
        source=chance.choice(("direct", "instagram", "site")),
        moments=lambda c: c.random() * manner.days * DAY,
        countries={name: chance.random() for name in chance.sample(list(OFFSETS), 4)},
        median=chance.uniform(3, 13),
        spread=chance.uniform(0.15, 0.5),
        networks=chance.choice((0, 0, 200)),
        phones=chance.choice((0.3, 0.9)),
        agents=("Android Chrome", "Chrome")[: chance.randint(0, 2)],
        mail=chance.uniform(0, 0.7),
        confirmed=chance.uniform(0, 0.1),
        throwaway=chance.choice((0.0, 0.5)),
        follow=chance.random(),
        revoked=chance.uniform(0, 0.2),
        conversion=chance.uniform(0.6, 0.98),
        artificial=True,
    )


FARMS: dict[str, Callable[[Manner], Habits]] = {
    "datacenter": _datacenter,
    "burst": _burst,
    "device": _device,
    "incentivised": _incentivised,
    "drip": _drip,
}


def disguise(manner: Manner, farm: Habits, *, plain: float) -> Habits:
    """The farm with each habit moved towards that of fans; 1 leaves it plain, 0 moves it all."""
    base = manner.base

    def between(name: str) -> float:
        mine, theirs = getattr(farm, name), getattr(base, name)
        return float(plain * mine + (1 - plain) * theirs)

    rates = ("mail", "confirmed", "throwaway", "follow", "revoked", "conversion", "clouds")
    moved: dict[str, Any] = {name: between(name) for name in (*rates, "phones", "spread")}
    hides = plain < 0.5
    return replace(
        farm,
        **moved,
        median=farm.median**plain * base.median ** (1 - plain),
        networks=0 if hides else farm.networks,
        agents=() if hides else farm.agents,
        countries=base.countries if hides else farm.countries,
    )
