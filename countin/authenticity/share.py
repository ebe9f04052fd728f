"""Which share of the pre-saves belongs to unusual crowds, as a range."""

import numpy as np

from countin.authenticity.fan_table import Floats
from countin.statistics.intervals import Interval

LEVEL = 0.9
_Z = 1.645


def share_of(
    scores: Floats, *, sizes: Floats, probabilities: Floats, has_unusual: bool
) -> tuple[float, Interval]:
    """The estimate and its 90 % interval. A crowd is doubtful as a whole, its members' belonging
    each by itself. Where no crowd is unusual the interval begins at 0."""
    estimate, many = float(scores.mean()), len(scores)
    belonging = float(np.sqrt((scores * (1 - scores)).sum())) / many
    whole = float(np.sqrt((probabilities * (1 - probabilities) * sizes**2).sum())) / many
    reach = _Z * float(np.sqrt(belonging**2 + whole**2 + (0.006 + 0.05 * estimate) ** 2))
    low = max(0.0, estimate - reach) if has_unusual else 0.0
    return estimate, Interval(low, min(1.0, estimate + reach), LEVEL)
