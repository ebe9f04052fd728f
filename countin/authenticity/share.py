"""Which share of the pre-saves belongs to unusual crowds, as a range."""

import numpy as np

from countin.authenticity.evidence import Facts
from countin.authenticity.fan_table import Floats
from countin.statistics.intervals import Interval
from countin.statistics.loading import special

LEVEL = 0.9
# The base rate in the studies that named one (1 to 3 % of streams: CNM, 2023).
PRIOR = 0.02
_DOUBTFUL = 0.5
# The same model judges all members of a crowd: it is wrong about them together, not one by one.
_TOGETHER = 2.7
# What it gets wrong where it is sure: from the benchmark's worlds (decision 89).
_UNKNOWN = 0.0015
_HALVINGS = 40


def share_of(
    scores: Floats, *, sizes: Floats, probabilities: Floats, has_unusual: bool
) -> tuple[float, Interval]:
    """The estimate and its 90 % interval. A crowd is in the share whole or not at all, by its
    probability; who belongs to it is doubtful beside. Where no crowd is unusual the interval
    begins at 0."""
    many = len(scores)
    estimate = float(scores.mean())
    belonging = float(np.sqrt((scores * (1 - scores)).sum())) / many
    shares, weights = _outcomes(sizes / many, probabilities)
    spread = float(np.hypot(_TOGETHER * belonging, _UNKNOWN))
    low, high = (
        _quantile(shares, weights, spread=spread, at=at)
        for at in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    )
    low = max(0.0, min(low, estimate)) if has_unusual else 0.0
    return estimate, Interval(low, min(1.0, max(high, estimate)), LEVEL)


def _outcomes(shares: Floats, probabilities: Floats) -> tuple[Floats, Floats]:
    """Every share that may come out, and how probably: of ten crowds, 1,024."""
    sums, weights = np.zeros(1), np.ones(1)
    for share, probability in zip(shares, probabilities, strict=True):
        sums = np.concatenate([sums, sums + share])
        weights = np.concatenate([weights * (1 - probability), weights * probability])
    return sums, weights


def _quantile(shares: Floats, weights: Floats, *, spread: float, at: float) -> float:
    low, high = -1.0, 2.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        below = float((weights * special().ndtr((middle - shares) / spread)).sum())
        low, high = (middle, high) if below < at else (low, middle)
    return low


def corroborated_fans(facts: Facts, scores: Floats) -> int:
    """Fans who confirmed a lasting address and aren't likelier than not of an unusual crowd."""
    confirmed = np.nan_to_num(facts.confirmed) > 0
    lasting = np.nan_to_num(facts.throwaway) == 0
    return int((confirmed & lasting & (scores < _DOUBTFUL)).sum())


def widen(interval: Interval, *, corroborated: int, fans: int) -> Interval:
    """Where no group is unusual, whatever nothing corroborates may have come in any way."""
    return Interval(0.0, max(interval.high, 1 - corroborated / fans), interval.level)
