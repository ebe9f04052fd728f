"""How surprising a count is, where counts vary more than chance alone lets them.

Visits and pre-saves come in waves: their variance is many times their mean, so that a Poisson
tail would call every newsletter a miracle. The negative binomial with mean m and size k has the
variance m + m * m / k.
"""

import math

from countin.statistics.loading import special


def tail(count: int, *, mean: float, size: float) -> float:
    """The probability of `count` or more under a negative binomial. Raises ValueError where
    `mean` or `size` is not above 0."""
    if mean <= 0 or size <= 0:
        raise ValueError("A mean and a size lie above 0.")
    if count <= 0:
        return 1.0
    return float(special().betainc(count, size, mean / (mean + size)))


def among_many(probability: float, *, looks: int) -> float:
    """The probability that so many looks find something as rare at least once (Sidak)."""
    return -math.expm1(looks * math.log1p(-probability)) if probability < 1 else 1.0


def least_surprising(*, mean: float, size: float, looks: int, family: float) -> int:
    """The smallest count that so many looks find by chance with at most `family` probability."""
    low, high = 0, max(1, math.ceil(mean))
    while among_many(tail(high, mean=mean, size=size), looks=looks) > family:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if among_many(tail(middle, mean=mean, size=size), looks=looks) > family:
            low = middle
        else:
            high = middle
    return high


def size_by_moments(mean: float, *, variance: float) -> float:
    """The negative binomial's size for these moments; very large where nothing exceeds chance."""
    return mean * mean / max(variance - mean, 1e-6 * mean) if mean > 0 else 1e6
