"""Whole event logs for the audit's benchmark, with the truth that only the benchmark knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.audit_farms import (
    KINDS,
    draw_burst,
    draw_datacenter,
    draw_device,
    draw_drip,
    draw_incentivised,
)
from benchmarks.audit_occasions import draw_blast, draw_gig, draw_viral
from benchmarks.audit_worlds import (
    DAY,
    REFERRERS,
    People,
    Ranges,
    World,
    draw_everyday,
    draw_world,
)

_START = datetime(2026, 9, 1, 5, 0, tzinfo=UTC)
_FARMS: dict[str, Callable[[World, int], People]] = {
    "datacenter": draw_datacenter,
    "burst": draw_burst,
    "device": draw_device,
    "incentivised": draw_incentivised,
    "drip": draw_drip,
}


@dataclass
class MadeLog:
    """Events in time order, the meta, and which fans are artificial."""

    events: list[dict[str, Any]]
    meta: dict[str, Any]
    artificial: frozenset[str]
    fans: int


def make_log(
    seed: int, *, kind: str = "clean", size: int = 1_500, share: float = 0.2, ranges: Ranges
) -> MadeLog:
    """One campaign. `kind` is `clean` or one of KINDS."""
    chance = np.random.default_rng([seed, (*KINDS, "clean").index(kind)])
    world = draw_world(chance, ranges=ranges)
    bought = 0 if kind == "clean" else round(size * share)
    crowds = [*_genuine(world, size - bought), *_bought(world, kind, bought)]
    return _write(world, crowds)


def _genuine(world: World, size: int) -> Iterator[People]:
    blast = round(size * world.between("blast"))
    viral = round(size * world.between("viral")) if world.chance.random() < 0.5 else 0
    gig = round(size * world.between("gig")) if world.chance.random() < 0.34 else 0
    yield draw_everyday(world, size - blast - viral - gig)
    yield draw_blast(world, blast)
    yield draw_viral(world, viral)
    yield draw_gig(world, gig)


def _bought(world: World, kind: str, size: int) -> Iterator[People]:
    if kind == "clean":
        return
    if kind != "mixed":
        yield _FARMS[kind](world, size)
        return
    names = world.chance.permutation(np.array(list(_FARMS)))[: int(world.chance.integers(2, 4))]
    for name in names:
        yield _FARMS[str(name)](world, size // len(names))


def _write(world: World, crowds: list[People]) -> MadeLog:
    chance, ranges = world.chance, world.ranges
    drops = {
        name
        for name in ("asn", "mail", "agent", "outcome")
        if chance.random() < getattr(ranges, f"without_{name}")
    }
    release = world.days * DAY
    events: list[tuple[float, dict[str, Any]]] = []
    artificial: set[str] = set()
    number = 0
    for crowd in crowds:
        for index in range(len(crowd.at)):
            number += 1
            fan = f"f{number}"
            if crowd.artificial:
                artificial.add(fan)
            events += _fan_events(world, crowd, index, number, release=release, drops=drops)
        events += _passers_by(world, crowd, release=release, drops=drops)
    events.sort(key=lambda pair: pair[0])
    for at, event in events:
        event["at"] = (_START + timedelta(seconds=at)).isoformat().replace("+00:00", "Z")
    meta: dict[str, Any] = {}
    if chance.random() >= ranges.without_meta:
        meta = {
            "start": _START.isoformat(),
            "release": (_START + timedelta(seconds=release)).isoformat(),
            "observed_until": (_START + timedelta(seconds=release + 14 * DAY)).isoformat(),
            "mailing_list": 3_000,
        }
    return MadeLog([event for _at, event in events], meta, frozenset(artificial), number)


def _visit(crowd: People, index: int, *, name: str, drops: set[str]) -> dict[str, Any]:
    source = crowd.source[index]
    event = {
        "type": "visit",
        "visit": name,
        "source": source or None,
        "referrer": REFERRERS.get(source),
        "country": crowd.country[index],
        "ip_prefix": crowd.prefix[index],
    }
    if "asn" not in drops:
        event["asn"] = int(crowd.asn[index])
    if "agent" not in drops:
        event["ua"] = crowd.agent[index]
    return event


def _fan_events(
    world: World, crowd: People, index: int, number: int, *, release: float, drops: set[str]
) -> Iterator[tuple[float, dict[str, Any]]]:
    chance = world.chance
    fan, name = f"f{number}", f"v{number}"
    at = float(min(crowd.at[index], release - 300))
    connect = at + float(crowd.pace[index])
    promise = connect + float(chance.gamma(4, 2.5))
    yield at, _visit(crowd, index, name=name, drops=drops)
    yield connect, {"type": "connect", "visit": name, "service": "spotify"}
    mail = None if "mail" in drops else crowd.mail[index]
    yield (
        promise,
        {
            "type": "presave",
            "visit": name,
            "fan": fan,
            "service": "spotify",
            "follow": bool(crowd.follow[index]),
            "email_domain": mail,
        },
    )
    if crowd.confirmed[index] and mail is not None:
        yield promise + float(chance.exponential(1_800)), {"type": "email_confirmed", "fan": fan}
    revoked = promise + float(chance.uniform(0.02, 1)) * (release - promise)
    if crowd.revoked[index]:
        yield max(promise + 1, revoked), {"type": "revoke", "fan": fan}
    if "outcome" not in drops:
        result = (
            "revoked" if crowd.revoked[index] else "error" if chance.random() < 0.01 else "saved"
        )
        yield (
            max(release, promise) + float(chance.uniform(0, 600)),
            {"type": "execute", "fan": fan, "result": result},
        )


def _passers_by(
    world: World, crowd: People, *, release: float, drops: set[str]
) -> Iterator[tuple[float, dict[str, Any]]]:
    """Visits without a promise, as many as the crowd's conversion leaves."""
    chance, size = world.chance, len(crowd.at)
    if not size:
        return
    many = round(size * (1 / max(0.02, crowd.conversion) - 1))
    for turn, index in enumerate(chance.integers(0, size, many)):
        at = float(crowd.at[index]) + float(chance.normal(0, 1_800))
        name = f"p{int(crowd.at[0] * 1_000)}-{turn}"
        yield min(max(0.0, at), release), _visit(crowd, int(index), name=name, drops=drops)
