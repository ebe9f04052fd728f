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
_MOST_STEADY = 1.0
# Of a country and channel, within the crowd's hours, at least half are the crowd's.
_MOSTLY_THEIRS = 0.5
# Where nobody like them came for so many of their usual gaps, the flow had begun, or has stopped.
_PAUSE = 10


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
    place in the same way. A crowd is often a piece of a flow, cut out by its hours, so the whole
    flow is looked at. None where it is too small, too short or too long to say."""
    if weights.sum() < _FEWEST:
        return None
    flow = _flow_around(kin, at, weights)
    if len(flow) < _FEWEST:
        return None
    first, second, third, fourth, fifth, last = np.quantile(
        flow, (0.05, 0.1, 0.25, 0.75, 0.9, 0.95)
    )
    if not _SHORTEST <= (last - first) / _HOUR <= _LONGEST:
        return None
    even = (fourth - third) / (fifth - second) - _UNEVEN
    return float(np.clip(even / _STEADY_NAT, 0.0, _MOST_STEADY))


def _flow_around(kin: Codes, at: Floats, weights: Floats) -> Floats:
    """The moments of all their kin, from the crowd's own hours on to the next long pause."""
    first, last = _quantiles(at, weights, (0.05, 0.95))
    inside, many = (at >= first) & (at <= last), int(kin.max()) + 1
    within = np.bincount(kin[inside], minlength=many)
    theirs = np.bincount(kin[inside], weights=weights[inside], minlength=many)
    moments = np.sort(at[(theirs >= _MOSTLY_THEIRS * np.maximum(within, 1))[kin]])
    begin, end = np.searchsorted(moments, first), np.searchsorted(moments, last, side="right")
    if end - begin < _FEWEST:
        return moments[:0]
    pauses = np.flatnonzero(np.diff(moments) > _PAUSE * (last - first) / (end - begin))
    before, behind = pauses[pauses < begin], pauses[pauses >= end - 1]
    return moments[before[-1] + 1 if len(before) else 0 : behind[0] + 1 if len(behind) else None]


def _quantiles(at: Floats, weights: Floats, shares: tuple[float, ...]) -> list[float]:
    order = np.argsort(at, kind="stable")
    sums = np.cumsum(weights[order])
    places = np.searchsorted(sums, np.array(shares) * sums[-1])
    return [float(at[order][min(place, len(at) - 1)]) for place in places]
