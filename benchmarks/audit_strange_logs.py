"""Campaigns by another hand, for the audit's benchmark, written as event logs.

Nothing is shared with the other generator but the form of the log, and the audit was not tuned on
these. Which laws a campaign's times follow, how its fields are written and which are missing is
drawn once a campaign.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.audit_logs import MadeLog
from benchmarks.audit_strange_crowds import DAY, OFFSETS, Habits, Manner, draw_genuine, draw_manner
from benchmarks.audit_strange_farms import FARMS, disguise

_START = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)
_CLOUDS = (16509, 14618, 15169, 8075, 14061, 24940, 16276, 63949, 20473, 51167)
_RELAYS = (36183, 13335, 54113)
_MAIL = ("gmail.com", "icloud.com", "outlook.com", "gmx.net", "yahoo.com", "hotmail.com")
_THROWAWAY = ("mailinator.com", "yopmail.com", "guerrillamail.com", "temp-mail.org")
_PHONES, _DESKS = ("iOS Safari", "Android Chrome"), ("Chrome", "Edge", "Firefox")
_REFERRERS = {"instagram": "instagram.com", "tiktok": "www.tiktok.com", "press": "nme.com"}
_Timed = tuple[float, dict[str, Any]]


def make_strange_log(
    seed: int, *, kind: str = "clean", size: int = 1_500, share: float = 0.2, plain: float = 1.0
) -> MadeLog:
    """One campaign. `kind` as in the other generator; `plain` says how unlike fans its farm is."""
    chance = Random(f"{seed} {kind}")
    manner = draw_manner(chance)
    bought = 0 if kind == "clean" else round(size * share)
    crowds = [*draw_genuine(manner, size - bought)]
    kinds = chance.sample(list(FARMS), chance.randint(2, 3)) if kind == "mixed" else [kind]
    if bought:
        farms = [disguise(manner, FARMS[name](manner), plain=plain) for name in kinds]
        crowds += [(farm, bought // len(farms)) for farm in farms]
    events: list[_Timed] = []
    artificial: set[str] = set()
    number = 0
    for habits, many in crowds:
        networks = [f"n{chance.getrandbits(40):x}" for _turn in range(habits.networks)]
        for _turn in range(many):
            number += 1
            events += _fan(manner, habits, networks, number)
            if habits.artificial:
                artificial.add(f"fan-{number}")
        if manner.bounces:
            events += _passers(manner, habits, networks, many)
    return MadeLog(_dated(manner, events), _meta(manner), frozenset(artificial), number)


def _meta(manner: Manner) -> dict[str, Any]:
    release = _START + timedelta(days=manner.days)
    return {
        "start": _START.isoformat(),
        "release": release.isoformat(),
        "observed_until": (release + timedelta(days=28)).isoformat(),
        "mailing_list": 2_500,
    }


def _dated(manner: Manner, events: list[_Timed]) -> list[dict[str, Any]]:
    events.sort(key=lambda pair: pair[0])
    dated = []
    for at, event in events:
        moment = _START + timedelta(seconds=at)
        if manner.whole_seconds:
            moment = moment.replace(microsecond=0)
        dated.append({"at": moment.isoformat().replace("+00:00", "Z"), **event})
    return dated


def _pace(manner: Manner, habits: Habits) -> float:
    chance, median, spread = manner.chance, habits.median, habits.spread
    if habits.artificial or manner.law == "lognormal":
        return median * math.exp(chance.gauss(0, spread))
    if manner.law == "gamma":
        return 0.8 + chance.gammavariate(1 / spread**2, spread**2) * median
    if manner.law == "weibull":
        return 1.0 + chance.weibullvariate(1.2 * median, 1 / spread)
    if manner.law == "late":
        return 3.0 + chance.expovariate(math.log(2) / median)
    known = chance.random() < 0.2  # somebody who has been here before
    return (0.35 if known else 1.1) * median * math.exp(chance.gauss(0, spread))


def _wakes(chance: Random, moment: float, country: str) -> bool:
    """Fans sleep by their own clock."""
    hour = (moment / 3_600 + _START.hour + OFFSETS[country]) % 24
    awake = float(max(0.0, math.sin(math.pi * (hour - 5) / 20)) ** 0.7)
    return chance.random() < 0.12 + 0.88 * awake


def _moment(manner: Manner, habits: Habits, country: str) -> float:
    chance = manner.chance
    moment = habits.moments(chance)
    for _again in range(20):
        if habits.artificial or _wakes(chance, moment, country):
            break
        moment = habits.moments(chance)
    return min(max(0.0, moment), manner.days * DAY - 600)


def _visit(
    manner: Manner, habits: Habits, networks: list[str], name: str, country: str
) -> dict[str, Any]:
    chance, missing = manner.chance, manner.missing
    is_phone = chance.random() < habits.phones
    event: dict[str, Any] = {"type": "visit", "visit": name, "country": country}
    event["source"] = habits.source
    if "referrer" not in missing:
        event["referrer"] = _REFERRERS.get(habits.source)
    if "ua" not in missing:
        event["ua"] = chance.choice(habits.agents or (_PHONES if is_phone else _DESKS))
    number, event["ip_prefix"] = _network(manner, habits, networks, country, is_phone=is_phone)
    if manner.spoken_asn != "none":
        event["asn"] = number if manner.spoken_asn == "number" else f"AS{number}"
    return event


def _network(
    manner: Manner, habits: Habits, networks: list[str], country: str, *, is_phone: bool
) -> tuple[int, str]:
    chance = manner.chance
    own = 20_000 + 40 * list(OFFSETS).index(country)
    if networks:
        prefix = chance.choice(networks)
        clouds = _CLOUDS[:4] if habits.clouds else (own + 30,)
        return clouds[int(prefix[1:], 16) % len(clouds)], prefix
    if chance.random() < habits.clouds:
        return chance.choice(_CLOUDS), f"c{chance.getrandbits(40):x}"
    if chance.random() < manner.relay:
        return chance.choice(_RELAYS), f"r{country}{chance.randrange(12)}"
    if is_phone and chance.random() < manner.carrier:
        carrier = min(3, int(chance.expovariate(1)))
        return own + carrier, f"m{country}{carrier}-{int(chance.expovariate(0.08))}"
    return own + 5 + min(9, int(chance.expovariate(0.4))), f"h{chance.getrandbits(40):x}"


def _country(manner: Manner, habits: Habits) -> str:
    names = list(habits.countries)
    return manner.chance.choices(names, [habits.countries[name] for name in names])[0]


def _fan(manner: Manner, habits: Habits, networks: list[str], number: int) -> Iterator[_Timed]:
    chance = manner.chance
    fan, visit, country = f"fan-{number}", f"visit-{number}", _country(manner, habits)
    at = _moment(manner, habits, country)
    press = at + _pace(manner, habits)
    spread = 0.2 if habits.artificial else 0.6
    promised = press + manner.permit * math.exp(chance.gauss(0, spread))
    has_mail = chance.random() < habits.mail
    names = _THROWAWAY if chance.random() < habits.throwaway else _MAIL
    domain = chance.choice(names) if has_mail else None
    if has_mail and chance.random() < 0.1 and not habits.artificial:
        domain = f"own-{chance.randrange(400)}.example"
    promise: dict[str, Any] = {"type": "presave", "visit": visit, "fan": fan, "service": "spotify"}
    if "follow" not in manner.missing:
        promise["follow"] = chance.random() < habits.follow
    yield at, _visit(manner, habits, networks, visit, country)
    yield press, {"type": "connect", "visit": visit, "service": "spotify"}
    yield promised, {**promise, "email_domain": domain}
    if has_mail and chance.random() < habits.confirmed:
        yield (
            promised + chance.lognormvariate(math.log(240), 1.5),
            {"type": "email_confirmed", "fan": fan},
        )
    yield from _afterwards(manner, habits, fan, promised=promised)


def _afterwards(manner: Manner, habits: Habits, fan: str, *, promised: float) -> Iterator[_Timed]:
    chance, release = manner.chance, manner.days * DAY
    takes_back = chance.random() < habits.revoked
    if takes_back:
        moment = promised + chance.random() * max(1.0, release - promised)
        yield moment, {"type": "revoke", "fan": fan}
    if "execute" not in manner.missing:
        result = "revoked" if takes_back else "error" if chance.random() < 0.02 else "saved"
        yield (
            max(release, promised) + 900 * chance.random(),
            {"type": "execute", "fan": fan, "result": result},
        )


def _passers(manner: Manner, habits: Habits, networks: list[str], fans: int) -> Iterator[_Timed]:
    """Visits that nothing came of."""
    for turn in range(round(fans * (1 / habits.conversion - 1))):
        country = _country(manner, habits)
        name = f"passer-{habits.source}-{habits.artificial}-{fans}-{turn}"
        yield (
            _moment(manner, habits, country),
            _visit(manner, habits, networks, name, country),
        )
