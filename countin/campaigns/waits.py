"""How long to wait between two looks for a release. Pure."""

import random
from datetime import timedelta
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
