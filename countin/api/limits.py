"""How often one token may ask: counted in the memory of this web process."""

import math
import time
from functools import cache
from typing import Final

from django.http import HttpResponse
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_OF_TOKEN: Final = RateLimitItemPerMinute(600)
# Whoever guesses is slowed down for all guessers together: tokens have 256 bits, and no program
# that has one is counted here.
_OF_STRANGERS: Final = RateLimitItemPerMinute(300)


class Counted:
    """One request, counted. `wait_s` is 0 where it may go on."""

    def __init__(self, token: int | None) -> None:
        self._limit: RateLimitItem = _OF_STRANGERS if token is None else _OF_TOKEN
        self._who = "strangers" if token is None else str(token)
        may_go_on = _counters().hit(self._limit, self._who)
        stats = _counters().get_window_stats(self._limit, self._who)
        self._left = stats.remaining
        self._reset_s = max(1, math.ceil(stats.reset_time - time.time()))
        self.wait_s = 0 if may_go_on else self._reset_s

    def tell(self, response: HttpResponse) -> None:
        """In the headers that clients read."""
        response["RateLimit-Limit"] = str(self._limit.amount)
        response["RateLimit-Remaining"] = str(self._left)
        response["RateLimit-Reset"] = str(self._reset_s)
        if self.wait_s:
            response["Retry-After"] = str(self.wait_s)


@cache
def _counters() -> MovingWindowRateLimiter:
    # Made at the first use, in the process that answers: it has a thread of its own.
    return MovingWindowRateLimiter(MemoryStorage())
