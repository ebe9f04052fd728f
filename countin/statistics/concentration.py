"""How much lies within a window, beside what an even spread would put there. Arithmetic."""

from dataclasses import dataclass

from countin.statistics.intervals import Interval, proportion


@dataclass(frozen=True)
class Concentration:
    """`within` of `of`; `even` is what the same number spread evenly would put there."""

    within: int
    of: int
    interval: Interval
    even: float

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.within / self.of

    @property
    def ratio(self) -> float:
        """How many times as many as an even spread would put there."""
        return self.within / self.even


def concentrate(
    within: int, *, of: int, window_hours: float, spread_hours: float
) -> Concentration | None:
    """None without a denominator. `spread_hours` is the span over which it is spread evenly."""
    if of < 1:
        return None
    even = of * window_hours / spread_hours
    return Concentration(within, of, proportion(within, of=of), even)
