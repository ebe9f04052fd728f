"""Crowds: fans who are alike in how they came and in what became of their pre-save.

A mixture of crowds, each with its own spread of every trait, fitted by expectation and
maximization. No crowd is suspicious by itself: a newsletter makes one, and so does a video abroad.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse

from countin.authenticity.coding import Coding
from countin.authenticity.fan_table import Codes, Floats

_ROUNDS, _LAST_ROUNDS = 10, 40
_SEED, _ELSEWHERE = 0.85, 0.02
_SEEDS = 3
_SMALLEST = 10
_PAIRED = frozenset({"source", "country", "agent", "window", "press", "mail"})


@dataclass(frozen=True)
class Cells:
    """One way to divide the fans. `members`: a row a cell, a column a fan. `alone`: the log
    likelihood of each cell's fans, were they a crowd of their own."""

    codes: Codes
    members: Any
    alone: Floats


@dataclass
class Crowds:
    """`belongs[i, k]`: how probably fan i is of crowd k. `spreads[code, k]`: log probability of a
    code in crowd k, given what it hangs on."""

    belongs: Floats
    sizes: Floats
    spreads: Floats
    log_likelihood: float

    @property
    def many(self) -> int:
        return int(self.belongs.shape[1])


def find_crowds(coding: Coding, *, most: int, gain: float) -> Crowds:
    """Split off one crowd after another, for as long as each makes the whole likelier by `gain`
    nats, `most` at most."""
    crowds = fit_crowds(coding, np.ones((coding.fans, 1)), rounds=1)
    cells = _cells(coding)
    while crowds.many < most:
        better = _split(coding, crowds, cells)
        if better is None or better.log_likelihood - crowds.log_likelihood < gain:
            break
        crowds = better
    return fit_crowds(coding, crowds.belongs, rounds=_LAST_ROUNDS)


def fit_crowds(coding: Coding, belongs: Floats, *, rounds: int) -> Crowds:
    """Go on from these shares for so many rounds."""
    likelihood = 0.0
    spreads = np.zeros((0, 0))
    for _round in range(rounds):
        spreads = coding.spread(belongs)
        joint = coding.joint(spreads) + _weights(belongs.sum(axis=0))
        belongs, likelihood = normalize(joint)
    return Crowds(belongs, belongs.sum(axis=0), spreads, likelihood)


def normalize(joint: Floats) -> tuple[Floats, float]:
    """From joint log probabilities to shares a fan, and the log likelihood of all."""
    top = joint.max(axis=1, keepdims=True)
    raw = np.exp(joint - top)
    total = raw.sum(axis=1, keepdims=True)
    return raw / total, float((np.log(total) + top).sum())


def _weights(sizes: Floats) -> Floats:
    return np.asarray(np.log((sizes + 1) / (sizes.sum() + len(sizes))))


def _split(coding: Coding, crowds: Crowds, cells: list[Cells]) -> Crowds | None:
    fits = []
    for members in _best_seeds(coding, crowds, cells):
        moved = np.where(members, _SEED, _ELSEWHERE)[:, None]
        shares = np.hstack([crowds.belongs * (1 - moved), moved])
        fits.append(fit_crowds(coding, shares, rounds=_ROUNDS))
    large = [fit for fit in fits if fit.sizes.min() >= _SMALLEST]
    return max(large, key=lambda fit: fit.log_likelihood, default=None)


def _cells(coding: Coding) -> list[Cells]:
    """Ways to divide the fans: by every trait, and by pairs of those that tell crowds apart."""
    single = [trait.codes for trait in coding.traits]
    pairs = [
        np.where((one.codes < 0) | (other.codes < 0), -1, one.codes * other.size + other.codes)
        for one, other in combinations(coding.traits, 2)
        if {one.name, other.name} <= _PAIRED
    ]
    divisions = [_compact(codes) for codes in single + pairs]
    return [_measure(coding, codes) for codes in divisions if codes.max() >= 0]


def _compact(cells: Codes) -> Codes:
    """Only cells with enough fans, counted from 0; -1 is none."""
    values, codes, counts = np.unique(cells, return_inverse=True, return_counts=True)
    keep = (counts >= _SMALLEST) & (values >= 0)
    numbers = np.where(keep, np.cumsum(keep) - 1, -1)
    return np.asarray(numbers[codes], dtype=np.int64)


def _measure(coding: Coding, codes: Codes) -> Cells:
    inside = np.flatnonzero(codes >= 0)
    sizes = np.bincount(codes[inside]).astype(np.float64)
    members = sparse.csr_matrix(
        (np.ones(len(inside)), (codes[inside], inside)), shape=(len(sizes), coding.fans)
    )
    alone = sizes * np.log(sizes / coding.fans) + coding.fitted(members)
    return Cells(codes, members, alone)


def _best_seeds(coding: Coding, crowds: Crowds, cells: list[Cells]) -> list[Floats]:
    """The cells whose fans would gain most by being a crowd of their own."""
    joint = coding.joint(crowds.spreads) + _weights(crowds.sizes)
    top = joint.max(axis=1)
    now = np.log(np.exp(joint - top[:, None]).sum(axis=1)) + top
    best: list[tuple[float, int, int]] = []
    for number, division in enumerate(cells):
        gains = division.alone - division.members @ now
        best += [(float(gain), number, cell) for cell, gain in enumerate(gains)]
    # Rounded, so that the order of sums can't decide between cells that are the same fans.
    best.sort(key=lambda entry: (-round(entry[0], 6), entry[1], entry[2]))
    return [cells[number].codes == cell for _gain, number, cell in best[:_SEEDS]]
