"""Which share of the pre-saves belongs to unusual crowds, as a range."""

import numpy as np

from countin.authenticity.fan_table import Floats
from countin.statistics.intervals import Interval

LEVEL = 0.9
_Z = 1.645


def share_of(scores: Floats, *, has_unusual: bool) -> tuple[float, Interval]:
    """The estimate and its 90 % interval. Where no crowd is unusual the interval begins at 0."""
    estimate = float(scores.mean())
    doubt = float(np.sqrt((scores * (1 - scores)).sum())) / len(scores)
    reach = _Z * float(np.hypot(doubt * 2, 0.01 + 0.06 * estimate))
    low = max(0.0, estimate - reach) if has_unusual else 0.0
    return estimate, Interval(low, min(1.0, estimate + reach), LEVEL)
