"""When fans come: a peak at the announcement, a quiet middle, a peak in the last week.

Spotify says that over 80 % of pre-saves come in the announcement week and the final week
(Digital Music News). Here: 46 % after the announcement, fading with a mean of 1.6 days;
38 % before the end, rising with the same mean; 16 % evenly over all days. By day, an hour is
drawn that people are awake at, on the clocks of Europe and America.
"""

import random
from datetime import datetime, timedelta

_AT_FIRST, _AT_LAST = 0.46, 0.38
_MEAN = timedelta(days=1.6)


def plan_arrivals(
    count: int, *, begins: datetime, ends: datetime, chance: random.Random
) -> list[datetime]:
    """So many moments within the span, in time order."""
    return sorted(_arrival(begins, ends, chance) for _ in range(count))


def plan_after(
    moment: datetime, *, mean: timedelta, ends: datetime, chance: random.Random
) -> datetime | None:
    """Some time after a moment; None where that would be past the end."""
    later = moment + _drawn(mean, chance) + timedelta(minutes=20)
    return later if later < ends else None


def _arrival(begins: datetime, ends: datetime, chance: random.Random) -> datetime:
    span = ends - begins
    kind = chance.random()
    if kind < _AT_FIRST:
        moment = begins + _drawn(_MEAN, chance)
    elif kind < _AT_FIRST + _AT_LAST:
        moment = ends - _drawn(_MEAN, chance)
    else:
        moment = begins + span * chance.random()
    if not begins <= moment < ends or _is_night(moment, chance):
        return _arrival(begins, ends, chance)
    return moment


def _drawn(mean: timedelta, chance: random.Random) -> timedelta:
    return mean * chance.expovariate(1.0)


def _is_night(moment: datetime, chance: random.Random) -> bool:
    """Between 3 and 6 UTC most of Europe and America sleeps."""
    return 3 <= moment.hour < 6 and chance.random() < 0.7
