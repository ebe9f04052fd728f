"""How many of so many will succeed, as far as a history of successes and failures tells.

Source: the beta-binomial distribution of a coming count under Jeffreys' prior (Gelman et al. 2013,
"Bayesian Data Analysis", section 2.4): Beta(succeeded + 1/2, failed + 1/2), then binomial. A plain
binomial takes the history's share for the truth and is too narrow.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

# A shorter history leaves the share too open for a range that says anything.
FEWEST_ATTEMPTS = 50


@dataclass(frozen=True)
class Prospect:
    """`of` that are still to be tried; `a` and `b` say what is known of their share."""

    of: int
    a: float
    b: float

    @property
    def mean(self) -> float:
        """The number to expect."""
        return self.of * self.a / (self.a + self.b)

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        a, b, n = self.a, self.b, self.of
        return math.sqrt(n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1)))

    @cached_property
    def chances(self) -> tuple[float, ...]:
        """The chance of each number, from 0 to `of`."""
        a, b, n = self.a, self.b, self.of
        same = math.lgamma(n + 1) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        same -= math.lgamma(n + a + b)
        return tuple(math.exp(same + _log_ways(k, a) + _log_ways(n - k, b)) for k in range(n + 1))

    def between(self, level: float) -> tuple[int, int]:
        """The range that holds the number with this probability at least, equal tails."""
        below, tail = tuple(accumulate(self.chances)), (1 - level) / 2
        low, high = (bisect_left(below, at) for at in (tail, 1 - tail))
        return min(low, self.of), min(high, self.of)


def foresee(of: int, *, succeeded: int, failed: int) -> Prospect | None:
    """What to expect of `of`, given own history; None where that has under fifty attempts."""
    if succeeded + failed < FEWEST_ATTEMPTS:
        return None
    return Prospect(of, succeeded + 0.5, failed + 0.5)


def _log_ways(k: int, shape: float) -> float:
    return math.lgamma(k + shape) - math.lgamma(k + 1)
