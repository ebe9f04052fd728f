"""A moment that a test moves, for the product and the simulator alike."""

from datetime import datetime, timedelta

from simulator.running import RunningSimulator


class Clockwork:
    """`now` stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._sim: RunningSimulator | None = None

    def read(self) -> datetime:
        return self.now

    def follow(self, sim: RunningSimulator) -> None:
        """Let the simulator's clock go along."""
        self._sim = sim
        self.move_to(self.now)

    def move_to(self, now: datetime) -> datetime:
        self.now = now
        if self._sim is not None:
            self._sim.tell("clock", {"now": now.isoformat()})
        return now

    def move_on(self, by: timedelta) -> datetime:
        return self.move_to(self.now + by)
