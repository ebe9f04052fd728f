"""How good a range or a distribution was, once the number is known. Smaller is better.

Sources: Gneiting and Raftery 2007, "Strictly Proper Scoring Rules", for the continuous ranked
probability score (CRPS) and the interval score; Jordan, Krüger and Lerch 2019, "Evaluating
Probabilistic [...] with scoringRules", appendix A, for the closed form of Student's t.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate

from countin.statistics.loading import special


def crps_normal(came: float, *, mean: float, deviation: float) -> float:
    """CRPS of a normal distribution."""
    z = (came - mean) / deviation
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    below = float(special().ndtr(z))
    return deviation * (z * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))


def crps_ensemble(came: float, *, members: Sequence[float]) -> float:
    """CRPS of equally likely values: mean |x-y| less half the mean |x-x'| over all pairs."""
    n = len(members)
    missed = sum(abs(value - came) for value in members) / n
    apart = sum(abs(one - other) for one in members for other in members) / n**2
    return missed - apart / 2


def crps_counts(came: int, *, chances: Iterable[float]) -> float:
    """CRPS of a distribution over 0, 1, 2, …: the sum of (F(k) - [k >= came]) squared."""
    below = list(accumulate(chances))
    beyond = max(0, came - len(below))  # above every number that was thought possible
    return beyond + sum((reached - (k >= came)) ** 2 for k, reached in enumerate(below))


def crps_student(came: float, *, freedom: float, middle: float, scale: float) -> float:
    """CRPS of Student's t, moved and stretched; `freedom` above 1."""
    z = (came - middle) / scale
    ratio = special().beta(0.5, freedom - 0.5) / special().beta(0.5, freedom / 2) ** 2
    return scale * float(
        z * (2 * special().stdtr(freedom, z) - 1)
        + 2 * _student_density(z, freedom) * (freedom + z * z) / (freedom - 1)
        - 2 * math.sqrt(freedom) / (freedom - 1) * ratio
    )


def interval_score(came: float, *, low: float, high: float, level: float) -> float:
    """The width, and what the number missed it by, times 2 / (1 - level)."""
    missed = max(low - came, came - high, 0.0)
    return (high - low) + 2 / (1 - level) * missed


def chance_of_hits(hits: int, *, of: int, level: float) -> float:
    """How often ranges that hold `level` would be hit as unevenly as this, or worse: the exact
    two-sided binomial test, which adds up every number no likelier than this one."""
    chances = [math.comb(of, k) * level**k * (1 - level) ** (of - k) for k in range(of + 1)]
    return min(1.0, sum(one for one in chances if one <= chances[hits] * (1 + 1e-7)))


def _student_density(z: float, freedom: float) -> float:
    norm = math.sqrt(freedom) * float(special().beta(0.5, freedom / 2))
    return float((1 + z * z / freedom) ** (-(freedom + 1) / 2)) / norm
