"""When a fan sleeps. Decides without touching anything."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FROM: Final = time(21)
_UNTIL: Final = time(9)


def end_of_quiet(now: datetime, *, zone: str) -> datetime | None:
    """The morning until which nobody there is written to, in UTC; None by day, and where no
    zone is known. Quiet is from 21:00 to 9:00 on the clock of `zone`."""
    try:
        here = now.astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        here = None
    if here is None or _UNTIL <= here.time() < _FROM:
        return None
    day = here.date() + timedelta(days=1 if here.time() >= _FROM else 0)
    return datetime.combine(day, _UNTIL, tzinfo=here.tzinfo).astimezone(now.tzinfo)
