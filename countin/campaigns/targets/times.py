"""When a link is looked at next. Pure."""

from datetime import datetime, timedelta
from typing import Final

OPENS: Final = timedelta(days=7)  # before the release
_DAY: Final = timedelta(days=1)
# What a service publishes at midnight is there a little later.
_SETTLED: Final = timedelta(minutes=20)
# Nobody is called for one bad answer: the second look comes soon.
_SURE: Final = timedelta(hours=1)
_LONG_AFTER: Final = timedelta(days=7)


def first_look(*, first_moment: datetime, now: datetime) -> datetime:
    """From a week before the release on; at once where it is later than that."""
    return max(now, first_moment - OPENS)


def next_look(
    *, first_moment: datetime, last_moment: datetime, is_doubtful: bool, now: datetime
) -> datetime:
    """Daily, and on the day itself once the release has come out first and once it is out
    everywhere; weekly a week after. `is_doubtful`: it was gone, for the first time."""
    if is_doubtful:
        return now + _SURE
    if now >= last_moment + _LONG_AFTER:
        return now + 7 * _DAY
    moments = (first_moment + _SETTLED, last_moment + _SETTLED)
    return min([now + _DAY, *(moment for moment in moments if moment > now)])
