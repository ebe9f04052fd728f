"""A gate that counts, closes when told to, and can be closed by a test."""

from datetime import timedelta

from countin.providers.contract import TryLater


class CountingGate:
    """Pacing as small as it can be: open, or closed for good."""

    def __init__(self) -> None:
        self.entered = 0
        self.cooled_down: list[tuple[timedelta, str]] = []

    async def enter(self) -> None:
        if self.cooled_down:
            after, because = self.cooled_down[-1]
            raise TryLater(because, after=after, app_wide=True)
        self.entered += 1

    def cool_down(self, *, after: timedelta, because: str) -> None:
        self.cooled_down.append((after, because))

    def open(self) -> None:
        self.cooled_down.clear()
