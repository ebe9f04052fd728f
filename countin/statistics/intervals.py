"""How far a counted proportion can be trusted.

Sources: Wilson 1927; Brown, Cai and DasGupta 2001, "Interval Estimation for a Binomial
Proportion", which also gives Jeffreys' interval its closed ends at no and all successes.
"""

import math
from dataclasses import dataclass

from countin.statistics.loading import special


@dataclass(frozen=True)
class Interval:
    """Where the true value lies, at this level of confidence (0.95 = 19 times of 20)."""

    low: float
    high: float
    level: float


def wilson(successes: int, *, of: int, level: float = 0.95) -> Interval:
    """Wilson's score interval for a share, within [0, 1].
    Raises ValueError without a denominator: such a rate is not shown."""
    _check(successes, of=of, level=level)
    z = float(special().ndtri((1 + level) / 2))
    share, shrink = successes / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / shrink
    reach = z / shrink * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At the ends the formula gives 0 and 1 exactly, floating point nearly.
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == of else min(1.0, middle + reach)
    return Interval(low, high, level)


def jeffreys(successes: int, *, of: int, level: float = 0.95) -> Interval:
    """The equal-tailed interval under Jeffreys' prior, closed at 0 for no successes and at 1
    for nothing but successes. Raises ValueError without a denominator."""
    _check(successes, of=of, level=level)
    a, b, tail = successes + 0.5, of - successes + 0.5, (1 - level) / 2
    low = 0.0 if successes == 0 else float(special().betaincinv(a, b, tail))
    high = 1.0 if successes == of else float(special().betaincinv(a, b, 1 - tail))
    return Interval(low, high, level)


def proportion(successes: int, *, of: int, level: float = 0.95) -> Interval:
    """The interval shown beside a rate: Wilson's, and Jeffreys' where none or all succeeded.
    Raises ValueError without a denominator."""
    if successes in (0, of):
        return jeffreys(successes, of=of, level=level)
    return wilson(successes, of=of, level=level)


def difference(
    successes: int, *, of: int, other: int, of_other: int, level: float = 0.95
) -> Interval:
    """Newcombe's interval (1998, method 10) for the first share less the other one, within
    [-1, 1]. Raises ValueError without a denominator."""
    mine = wilson(successes, of=of, level=level)
    theirs = wilson(other, of=of_other, level=level)
    share, share_of_other = successes / of, other / of_other
    apart = share - share_of_other
    below = math.hypot(share - mine.low, theirs.high - share_of_other)
    above = math.hypot(mine.high - share, share_of_other - theirs.low)
    return Interval(max(-1.0, apart - below), min(1.0, apart + above), level)


def _check(successes: int, *, of: int, level: float) -> None:
    if of < 1:
        raise ValueError("A rate needs a denominator of at least 1: show the count alone.")
    if not 0 <= successes <= of:
        raise ValueError(f"{successes} of {of} is no share: check what is counted.")
    if not 0 < level < 1:
        raise ValueError("A level lies between 0 and 1, as 0.95.")
