"""The product's own gate, with a clock that stands still, and counting."""

from datetime import UTC, datetime, timedelta

from countin.pacing.gates import AccountGate


class CountingGate(AccountGate):
    """Once closed it stays so until the test opens it."""

    def __init__(self) -> None:
        self._moment = datetime.now(UTC)
        self.entered = 0
        self.cooled_down: list[tuple[timedelta, str]] = []
        super().__init__(provider="any", client_id="any", now=lambda: self._moment)

    async def enter(self) -> None:
        await super().enter()
        self.entered += 1

    def cool_down(self, *, after: timedelta, because: str) -> None:
        super().cool_down(after=after, because=because)
        self.cooled_down.append((after, because))

    def open(self) -> None:
        """Let the longest silence there is pass."""
        self._moment += timedelta(days=8)
        self.cooled_down.clear()
