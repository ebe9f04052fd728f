"""Which share of the pre-saves belongs to unusual crowds, as a range."""

import numpy as np

from countin.authenticity.evidence import Facts
from countin.authenticity.fan_table import Floats
from countin.statistics.intervals import Interval

LEVEL = 0.9
# The base rate in the studies that named one (1 to 3 % of streams: CNM, 2023).
PRIOR = 0.02
_Z = 1.645
_DOUBTFUL = 0.5
# What the model itself gets wrong, beyond its own doubt: from the benchmark's worlds.
_UNKNOWN, _PART = 0.004, 0.04


def share_of(
    scores: Floats, *, sizes: Floats, probabilities: Floats, has_unusual: bool
) -> tuple[float, Interval]:
    """The estimate and its 90 % interval. A crowd is doubtful as a whole, its members' belonging
    each by itself. Where no crowd is unusual the interval begins at 0."""
    estimate, many = float(scores.mean()), len(scores)
    belonging = float(np.sqrt((scores * (1 - scores)).sum())) / many
    whole = float(np.sqrt((probabilities * (1 - probabilities) * sizes**2).sum())) / many
    reach = _Z * float(np.sqrt(belonging**2 + whole**2 + (_UNKNOWN + _PART * estimate) ** 2))
    low = max(0.0, estimate - reach) if has_unusual else 0.0
    return estimate, Interval(low, min(1.0, estimate + reach), LEVEL)


def corroborated_fans(facts: Facts, scores: Floats) -> int:
    """Fans who confirmed a lasting address and aren't likelier than not of an unusual crowd."""
    confirmed = np.nan_to_num(facts.confirmed) > 0
    lasting = np.nan_to_num(facts.throwaway) == 0
    return int((confirmed & lasting & (scores < _DOUBTFUL)).sum())


def widen(interval: Interval, *, corroborated: int, fans: int) -> Interval:
    """Where we can't tell, whatever nothing corroborates may have come in any way."""
    return Interval(0.0, max(interval.high, 1 - corroborated / fans), interval.level)
