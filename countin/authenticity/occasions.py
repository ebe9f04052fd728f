"""What sort of occasion a crowd may have come by: was it at one place, and did it come as steadily
as a program does? Neither says anything of how many came."""

import numpy as np

from countin.authenticity.fan_table import Codes, Floats

_HOUR = 3_600.0
# A gig, a shop or a festival's day: one country, and no longer than this (hours).
_AT_HOME, _LONGEST_DAY = 0.8, 12
# Hours: within one a single post brings people so, and in longer ones a night lies between.
_SHORTEST, _LONGEST = 1, 16
_FEWEST = 30
# The middle half of what comes evenly takes .625 of the middle four fifths; of a normal wave .526,
# of one that ebbs away .5.
_UNEVEN, _STEADY_NAT = 0.55, 0.083
# Beside the group's own hours, in parts of them: the same sort of fans there, at most so many times
# as densely, and it didn't begin and end there.
_BESIDE, _AS_FAR_AS, _LEAK = 0.1, 0.35, 0.2
_MOSTLY_THEIRS = 0.5
_MOST_STEADY = 1.0


def is_elsewhere(country: Codes, at: Floats, weights: Floats) -> bool:
    """The crowd is known to have been at no one place: several countries, or longer than a day."""
    known = country >= 0
    total = float(weights[known].sum())
    if not total:
        return False
    largest = float(np.bincount(country[known], weights=weights[known]).max())
    begins, ends = _quantiles(at, weights, (0.1, 0.9))
    return largest < _AT_HOME * total or ends - begins > _LONGEST_DAY * _HOUR


def steadiness(kin: Codes, at: Floats, weights: Floats) -> float | None:
    """In nats: an even flow that begins and ends like a switch. `kin`: who came from the same
    place in the same way. None where the crowd is too small, too short or too long to say."""
    if weights.sum() < _FEWEST:
        return None
    first, second, third, fourth, fifth, last = _quantiles(
        at, weights, (0.05, 0.1, 0.25, 0.75, 0.9, 0.95)
    )
    if not _SHORTEST <= (last - first) / _HOUR <= _LONGEST:
        return None
    even = (fourth - third) / (fifth - second) - _UNEVEN
    leak = _flow_beside(kin, at, weights, first=first, last=last) / _LEAK
    return float(np.clip(even / _STEADY_NAT, 0.0, _MOST_STEADY) * max(0.0, 1 - leak))


def _flow_beside(kin: Codes, at: Floats, weights: Floats, *, first: float, last: float) -> float:
    """How densely their kin come shortly before and after, against how densely they come within."""
    long, inside = last - first, (at >= first) & (at <= last)
    many = int(kin.max()) + 1
    within = np.bincount(kin[inside], minlength=many)
    theirs = np.bincount(kin[inside], weights=weights[inside], minlength=many)
    own = (theirs >= _MOSTLY_THEIRS * np.maximum(within, 1))[kin]
    apart = np.where(at < first, first - at, at - last) / long
    beside = own & (apart >= _BESIDE) & (apart <= _AS_FAR_AS)
    flow_inside = float((own & inside).sum()) / long
    flow_beside = float(beside.sum()) / (2 * (_AS_FAR_AS - _BESIDE) * long)
    return flow_beside / flow_inside if flow_inside else 1.0


def _quantiles(at: Floats, weights: Floats, shares: tuple[float, ...]) -> list[float]:
    order = np.argsort(at, kind="stable")
    sums = np.cumsum(weights[order])
    places = np.searchsorted(sums, np.array(shares) * sums[-1])
    return [float(at[order][min(place, len(at) - 1)]) for place in places]
