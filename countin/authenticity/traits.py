"""What is known of each fan, as codes that can be counted.

A trait may hang on another (a network on its country): then what counts is how it is spread within
that, so that one fact told twice is not taken for two.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from countin.authenticity.event_log import Arrival, Promise
from countin.authenticity.fan_table import Codes, FanTable, Floats

DAY = 86_400.0
_HOUR = 3_600.0
# Steps of a quarter on a logarithmic scale from half a second: 40 reach past an hour.
_FIRST_STEP, _STEP, _STEPS = 0.5, 1.25, 40
# Networks with fewer fans than this are one kind: they tell nothing of each other.
_SHARED = 4
_FANS_A_WINDOW, _MOST_WINDOWS = 25, 80


@dataclass(frozen=True)
class Trait:
    """One fact of every fan. `codes` counts from 0; -1 is unknown. `parent` gives the code of the
    trait it hangs on for each of its own codes; `structural` facts are known of visits too."""

    name: str
    codes: Codes
    size: int
    parent: Codes
    parents: int
    structural: bool
    labels: list[Hashable]


def time_steps(seconds: Floats) -> Codes:
    """Steps on a logarithmic scale; -1 where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.floor(np.log(np.maximum(seconds, _FIRST_STEP) / _FIRST_STEP) / np.log(_STEP))
    known = np.nan_to_num(steps, nan=-1.0)
    return np.asarray(np.minimum(known, _STEPS - 1), dtype=np.int64)


def windows_of(at: Floats) -> Floats:
    """Edges of stretches of time that hold about equally many fans."""
    many = int(np.clip(len(at) // _FANS_A_WINDOW, 8, _MOST_WINDOWS))
    edges: Floats = np.unique(np.quantile(at, np.linspace(0, 1, many + 1)[1:-1]))
    return edges


def structural_columns(
    arrivals: Sequence[Arrival], at: Floats, *, edges: Floats, shared: dict[str, int]
) -> dict[str, list[Hashable]]:
    """How each arrival came, as labels; None is unknown. `shared`: networks by their fans."""
    return {
        "window": list(np.searchsorted(edges, at, side="right")),
        "hour": [int(moment % DAY // _HOUR) for moment in at],
        "source": [arrival.source or "none" for arrival in arrivals],
        "referrer": [(a.source or "none", a.referrer or "none") for a in arrivals],
        "country": [arrival.country for arrival in arrivals],
        "agent": [arrival.agent for arrival in arrivals],
        "network": [a.asn and (a.country or "", a.asn) for a in arrivals],
        "prefix": [_prefix_label(arrival, shared) for arrival in arrivals],
    }


def _prefix_label(arrival: Arrival, shared: dict[str, int]) -> Hashable:
    if arrival.prefix is None:
        return None
    many = shared.get(arrival.prefix, 0)
    label = arrival.prefix if many >= _SHARED else ("few" if many > 1 else "own")
    return (arrival.country or "", arrival.asn or "", label)


def shared_networks(arrivals: Sequence[Arrival]) -> dict[str, int]:
    """How many of the arrivals came through each network."""
    counts: dict[str, int] = {}
    for arrival in arrivals:
        if arrival.prefix is not None:
            counts[arrival.prefix] = counts.get(arrival.prefix, 0) + 1
    return counts


_PARENTS = {"referrer": "source", "network": "country", "prefix": "network"}


def traits_of(table: FanTable, *, edges: Floats, release: float | None) -> list[Trait]:
    """Every trait of which something is known, how fans came first."""
    columns = structural_columns(
        table.arrivals, table.at, edges=edges, shared=shared_networks(table.arrivals)
    )
    traits: dict[str, Trait] = {}
    for name, labels in columns.items():
        hangs_on = _PARENTS.get(name)
        traits[name] = _trait(
            name, labels, on=columns[hangs_on] if hangs_on else None, structural=True
        )
    traits["press"] = _trait("press", _known(time_steps(table.press)), on=None, structural=False)
    traits["permit"] = _trait("permit", _known(time_steps(table.permit)), on=None, structural=False)
    after = _after_columns(table.promises, release=release)
    for name, labels in after.items():
        on = after["mail"] if name == "confirmed" else None
        traits[name] = _trait(name, labels, on=on, structural=False)
    return [trait for trait in traits.values() if len(set(trait.codes.tolist()) - {-1}) > 1]


def _known(codes: Codes) -> list[Hashable]:
    return [None if code < 0 else int(code) for code in codes]


def _after_columns(promises: list[Promise], *, release: float | None) -> dict[str, list[Hashable]]:
    return {
        "mail": [promise.mail_domain or "none" for promise in promises],
        "confirmed": [
            (promise.mail_domain or "none", promise.confirmed_at is not None)
            for promise in promises
        ],
        "follow": [promise.follow for promise in promises],
        "service": [promise.service for promise in promises],
        "revoked": [is_revoked(promise, release=release) for promise in promises],
    }


def is_revoked(promise: Promise, *, release: float | None) -> bool:
    """Taken back before the release (or ever, where its moment is unknown)."""
    if promise.revoked_at is None:
        return promise.result == "revoked"
    return release is None or promise.revoked_at <= release


def _trait(
    name: str, labels: list[Hashable], *, on: list[Hashable] | None, structural: bool
) -> Trait:
    known: dict[Hashable, int] = {}
    parents: dict[Hashable, int] = {}
    codes = np.full(len(labels), -1, dtype=np.int64)
    parent: list[int] = []
    for index, label in enumerate(labels):
        if label is None:
            continue
        code = known.get(label)
        if code is None:
            code = known[label] = len(known)
            above = "" if on is None else on[index]
            parent.append(parents.setdefault(above, len(parents)))
        codes[index] = code
    return Trait(
        name=name,
        codes=codes,
        size=len(known),
        parent=np.array(parent, dtype=np.int64),
        parents=len(parents),
        structural=structural,
        labels=list(known),
    )
