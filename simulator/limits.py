"""Rolling windows of calls, and the cooling down after too many."""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Window:
    """Calls of one app. `refused_at` is real (monotonic) time, the others by the chosen clock."""

    calls: deque[float] = field(default_factory=deque)
    total: int = 0
    cooling_until: float = 0.0
    refused_at: float = 0.0
    is_renewed: bool = False

    def is_cooling(self, now: float) -> bool:
        return now < self.cooling_until

    def cool(self, *, until: float, real: float) -> None:
        self.cooling_until = until
        self.refused_at = real

    def wait_left(self, now: float) -> int:
        return max(1, math.ceil(self.cooling_until - now))

    def take(self, now: float, *, limit: int, seconds: float) -> float | None:
        """Count the call; or, where there is no room, the moment at which a place frees."""
        while self.calls and (self.calls[0] <= now - seconds or self.calls[0] > now):
            self.calls.popleft()
        if len(self.calls) >= limit:
            return (self.calls[0] if self.calls else now) + seconds
        self.calls.append(now)
        return None


class Windows(dict[str, Window]):
    """One window an app."""

    def __missing__(self, app: str) -> Window:
        return self.setdefault(app, Window())
