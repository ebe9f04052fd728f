"""How long to wait between two looks for a release. Pure."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

# At midnight a release may be minutes away; later looking often only costs budget.
_GROWING: Final = tuple(
    timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 180, 300, 480, 600, 900, 1200, 1800)
)
_JITTER: Final = 0.1  # a tenth more or less, so that markets do not march in step
LOOKS_FOR: Final = timedelta(hours=72)  # after that somebody has to look into it


def next_wait(looks: int, *, chance: random.Random) -> timedelta:
    """The wait after this many looks (1 after the first)."""
    wait = _GROWING[min(max(looks, 1), len(_GROWING)) - 1]
    return wait * (1 + chance.uniform(-_JITTER, _JITTER))


def next_look(
    *, looks: int, midnights: Sequence[datetime], now: datetime, chance: random.Random
) -> datetime:
    """When to look next after this many looks.

    A country of several zones has several midnights, and its catalogue may open at any of
    them: waits are short again after each, and none leaps over the next. (Brazil's first clock
    strikes an hour before São Paulo's: fans there would wait half an hour for nothing.)
    """
    struck = max((moment for moment in midnights if moment <= now), default=now)
    since = _looks_within(now - struck)
    planned = now + next_wait(min(looks, since), chance=chance)
    return min([planned, *(moment for moment in midnights if moment > now)])


def _looks_within(span: timedelta) -> int:
    """How many looks would have been made by now, had they begun with this span."""
    ends = accumulate(_GROWING)
    return 1 + sum(end * (1 - _JITTER) <= span for end in ends)
