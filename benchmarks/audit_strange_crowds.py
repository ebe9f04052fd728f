"""Campaigns by another hand, for the audit's benchmark: the audit was not tuned on these.

Nothing is shared with the other generator but the form of the log. A campaign here is a list of
crowds, each a handful of habits; which laws its times follow, how its fields are written and which
are missing is drawn once a campaign.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

DAY, HOUR = 86_400.0, 3_600.0
OFFSETS = {"DE": 1, "GB": 0, "US": -6, "BR": -3, "MX": -6, "IN": 5, "ID": 7, "PH": 8, "JP": 9}
OFFSETS |= {"FR": 1, "TR": 3, "VN": 7, "NG": 1, "PL": 1, "CA": -5}


@dataclass(frozen=True)
class Habits:
    """How one crowd comes and what becomes of it. Times in seconds."""

    source: str
    moments: Callable[[Random], float]
    countries: dict[str, float]
    median: float  # from visit to press
    spread: float  # of its logarithm
    networks: int = 0  # how many are shared by all; 0: everybody's own or their carrier's
    clouds: float = 0.0
    phones: float = 0.7
    agents: tuple[str, ...] = ()
    mail: float = 0.6
    confirmed: float = 0.7
    throwaway: float = 0.0
    follow: float = 0.4
    revoked: float = 0.015
    conversion: float = 0.2
    artificial: bool = False


@dataclass
class Manner:
    """What one campaign has in common, drawn once."""

    chance: Random
    days: float
    law: str
    whole_seconds: bool
    bounces: bool
    spoken_asn: str
    permit: float
    carrier: float
    relay: float
    base: Habits
    missing: set[str] = field(default_factory=set)


def draw_manner(chance: Random) -> Manner:
    """The circumstances of one campaign."""
    home = chance.choice(("DE", "GB", "US", "FR", "BR", "PL"))
    others = chance.sample([c for c in OFFSETS if c != home], chance.randint(2, 8))
    weights = {home: chance.uniform(2, 12)} | {c: chance.expovariate(1) for c in others}
    days = chance.uniform(10, 50)
    base = Habits(
        source="direct",
        moments=lambda c: _everyday(c, days),
        countries=weights,
        median=math.exp(chance.uniform(math.log(9), math.log(70))),
        spread=chance.uniform(0.45, 1.1),
        phones=chance.uniform(0.4, 0.9),
        mail=chance.uniform(0.35, 0.95),
        confirmed=chance.uniform(0.45, 0.9),
        follow=chance.uniform(0.1, 0.7),
        revoked=chance.uniform(0.002, 0.03),
        conversion=chance.uniform(0.06, 0.4),
    )
    return Manner(
        chance=chance,
        days=days,
        law=chance.choice(("lognormal", "gamma", "weibull", "two kinds", "late")),
        whole_seconds=chance.random() < 0.5,
        bounces=chance.random() < 0.85,
        spoken_asn=chance.choice(("number", "AS", "none", "number")),
        permit=chance.uniform(4, 20),
        carrier=chance.uniform(0.1, 0.6),
        relay=chance.uniform(0.0, 0.1),
        base=base,
        missing={name for name in ("ua", "referrer", "follow", "execute") if chance.random() < 0.1},
    )


def _everyday(chance: Random, days: float) -> float:
    """Most soon after the announcement, some towards the end."""
    if chance.random() < 0.45:
        return min(days - 0.01, chance.expovariate(6 / days)) * DAY
    return days * DAY * (chance.random() if chance.random() < 0.6 else chance.betavariate(4, 1))


def _after_mail(begin: float) -> Callable[[Random], float]:
    """A third of the clicks in the first hour, half in three, four fifths in a day."""

    def moment(chance: Random) -> float:
        part, within = chance.random(), chance.random()
        if part < 0.336:
            return begin + within * HOUR
        if part < 0.514:
            return begin + (1 + 2 * within) * HOUR
        return begin + ((3 + 21 * within) if part < 0.81 else (24 + 72 * within)) * HOUR

    return moment


def draw_genuine(manner: Manner, size: int) -> Iterator[tuple[Habits, int]]:
    chance, base = manner.chance, manner.base
    occasions = [(_newsletter(manner), round(size * chance.uniform(0.1, 0.3)))]
    if chance.random() < 0.5:
        occasions.append((_video(manner), round(size * chance.uniform(0.08, 0.35))))
    if chance.random() < 0.33:
        occasions.append((_gig(manner), round(size * chance.uniform(0.03, 0.1))))
    if chance.random() < 0.3:
        occasions.append((_fan_club(manner), round(size * chance.uniform(0.03, 0.12))))
    yield from occasions
    left = size - sum(many for _habits, many in occasions)
    names = chance.sample(("instagram", "tiktok", "direct", "press", "site"), chance.randint(2, 4))
    cuts = sorted(chance.random() for _name in names[1:])
    for name, begin, end in zip(names, [0.0, *cuts], [*cuts, 1.0], strict=True):
        wobble = math.exp(chance.gauss(0, 0.2))
        own = replace(base, source=name, median=base.median * wobble)
        own = replace(own, mail=min(0.97, base.mail * chance.uniform(0.7, 1.2)))
        yield own, round(left * end) - round(left * begin)


def _newsletter(manner: Manner) -> Habits:
    chance, base = manner.chance, manner.base
    begin = chance.uniform(0.5, manner.days - 4) * DAY
    return replace(
        base,
        source="newsletter",
        moments=_after_mail(begin),
        mail=min(0.97, base.mail * 1.3),
        conversion=min(0.6, base.conversion * 1.8),
        median=base.median * chance.uniform(0.6, 1.0),
    )


def _video(manner: Manner) -> Habits:
    chance, base = manner.chance, manner.base
    begin, hours = chance.uniform(1, manner.days - 4) * DAY, chance.uniform(5, 22)
    abroad = chance.choice([c for c in OFFSETS if c not in base.countries] or ["JP"])
    return replace(
        base,
        source=chance.choice(("tiktok", "instagram", "youtube")),
        moments=lambda c: begin + min(4 * DAY, c.gammavariate(1.5, hours * HOUR)),
        countries={abroad: chance.uniform(2, 10), **base.countries},
        phones=0.93,
        median=base.median * chance.uniform(0.6, 1.2),
        mail=base.mail * chance.uniform(0.4, 1.0),
        conversion=base.conversion * chance.uniform(0.4, 1.0),
    )


def _gig(manner: Manner) -> Habits:
    chance, base = manner.chance, manner.base
    begin = (math.floor(chance.uniform(1, manner.days - 1)) + 0.45) * DAY
    return replace(
        base,
        source=chance.choice(("qr", "gig")),
        moments=lambda c: begin + abs(c.gauss(0, 0.7)) * HOUR,
        countries={next(iter(base.countries)): 1.0},
        networks=chance.choice((0, 1, 3)),
        phones=1.0,
        median=base.median * chance.uniform(0.5, 1.1),
        mail=base.mail * chance.uniform(0.4, 1.0),
        conversion=min(0.85, base.conversion * 2.5),
    )


def _fan_club(manner: Manner) -> Habits:
    chance, base = manner.chance, manner.base
    begin = chance.uniform(0, manner.days - 3) * DAY
    return replace(
        base,
        source="fanclub",
        moments=lambda c: begin + c.expovariate(1 / (5 * HOUR)),
        median=base.median * chance.uniform(0.45, 0.8),
        mail=min(0.97, base.mail * 1.4),
        confirmed=min(0.97, base.confirmed * 1.1),
        follow=0.8,
        conversion=chance.uniform(0.5, 0.85),
    )
