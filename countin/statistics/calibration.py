"""From one number of earlier campaigns to another: what the artist's own past says of a new one.

Sources: the interval of one more observation from a normal sample (3 to 5 pairs: the ratio
model, ln(y/x)) and of ordinary least squares in logarithms (from 6 pairs), as in Snedecor and
Cochran 1989, "Statistical Methods", chapters 4 and 9. Student's t throughout.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from countin.statistics.loading import special

FEWEST_PAIRS = 3
FEWEST_FOR_A_LINE = 6
# An 80 % range whose ends differ by more says nothing that helps.
WIDEST_RATIO = 6.0


class Unfit(StrEnum):
    """Why no number is given."""

    TOO_FEW = "too_few"  # pairs
    OUTSIDE = "outside"  # of what was seen: beyond half the smallest or twice the largest
    TOO_WIDE = "too_wide"


@dataclass(frozen=True)
class Calibrated:
    """ln y is distributed as Student's t, moved to `middle` and stretched by `scale`."""

    model: str  # ratio | line
    pairs: int
    freedom: int
    middle: float
    scale: float

    @property
    def median(self) -> float:
        """As likely too low as too high."""
        return math.exp(self.middle)

    def between(self, level: float) -> tuple[float, float]:
        """The range that holds the number with this probability, equal tails."""
        reach = float(special().stdtrit(self.freedom, (1 + level) / 2)) * self.scale
        return math.exp(self.middle - reach), math.exp(self.middle + reach)


@dataclass(frozen=True)
class Line:
    """ln y = intercept + slope ln x, and the deviation `s` around it."""

    intercept: float
    slope: float
    s: float


def calibrate(history: Sequence[tuple[float, float]], *, x: float) -> Calibrated | Unfit:
    """What y belongs to `x`, given earlier pairs (x, y), all above 0. Raises ValueError where
    one isn't: a campaign without a number is left out, not counted as none."""
    if any(value <= 0 for pair in history for value in pair):
        raise ValueError("A pair needs two numbers above 0: leave out campaigns that lack one.")
    if len(history) < FEWEST_PAIRS:
        return Unfit.TOO_FEW
    seen = [known for known, _y in history]
    if not min(seen) / 2 <= x <= max(seen) * 2:
        return Unfit.OUTSIDE
    fit = _fit_line if len(history) >= FEWEST_FOR_A_LINE and len(set(seen)) > 1 else _fit_ratio
    found = fit(history, x)
    low, high = found.between(0.8)
    return Unfit.TOO_WIDE if high / low > WIDEST_RATIO else found


def fit_line(history: Sequence[tuple[float, float]]) -> Line:
    """Ordinary least squares of ln y on ln x; at least three pairs."""
    xs = [math.log(x) for x, _y in history]
    ys = [math.log(y) for _x, y in history]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    squares = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / squares
    intercept = mean_y - slope * mean_x
    left = sum((y - intercept - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    return Line(intercept, slope, math.sqrt(left / (len(xs) - 2)))


def _fit_ratio(history: Sequence[tuple[float, float]], x: float) -> Calibrated:
    n = len(history)
    logs = [math.log(y / known) for known, y in history]
    mean = sum(logs) / n
    deviation = math.sqrt(sum((one - mean) ** 2 for one in logs) / (n - 1))
    return Calibrated("ratio", n, n - 1, math.log(x) + mean, deviation * math.sqrt(1 + 1 / n))


def _fit_line(history: Sequence[tuple[float, float]], x: float) -> Calibrated:
    line, n = fit_line(history), len(history)
    xs = [math.log(known) for known, _y in history]
    mean = sum(xs) / n
    squares = sum((one - mean) ** 2 for one in xs)
    at = math.log(x)
    scale = line.s * math.sqrt(1 + 1 / n + (at - mean) ** 2 / squares)
    return Calibrated("line", n, n - 2, line.intercept + line.slope * at, scale)
