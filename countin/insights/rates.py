"""Rates: never without a known denominator, never without an interval. Pure."""

from dataclasses import dataclass

from countin.statistics.intervals import Interval, proportion

_MOST_PLACES = 4


@dataclass(frozen=True)
class Rate:
    """So many of so many, and between which shares the truth lies 19 times of 20."""

    successes: int
    of: int
    interval: Interval

    @property
    def estimate(self) -> float:
        """The share itself, 0 to 1."""
        return self.successes / self.of

    @property
    def counts(self) -> str:
        """As in "240 of 3,100"."""
        return f"{self.successes:,} of {self.of:,}"

    @property
    def words(self) -> str:
        """As in "7.7 % (6.9 to 8.7 %)", which no line break may part."""
        return share_words(self.estimate, interval=self.interval)


@dataclass(frozen=True)
class Drawn:
    """A share drawn towards its neighbors, where it is shown like a rate. No count bears it."""

    estimate: float
    interval: Interval
    counts: str = ""

    @property
    def words(self) -> str:
        """As those of a rate."""
        return share_words(self.estimate, interval=self.interval)


def share_words(estimate: float, *, interval: Interval) -> str:
    """A share with its interval, in one piece."""
    places = _places(interval)
    words = f"{estimate:.1%} ({interval.low * 100:.{places}f} to {interval.high:.{places}%})"
    return words.replace("%", " %").replace(" ", "\N{NO-BREAK SPACE}")


def _places(interval: Interval) -> int:
    """One decimal, or as many as it takes for the ends to differ: a range is never a point."""
    for places in range(1, _MOST_PLACES):
        if f"{interval.low:.{places}%}" != f"{interval.high:.{places}%}":
            return places
    return _MOST_PLACES


def rate(successes: int | None, *, of: int | None) -> Rate | None:
    """None where either is unknown, where there is no denominator, or where more came than
    there were: then the two don't belong together, and no share is shown."""
    if successes is None or not of or successes > of:
        return None
    return Rate(successes, of, proportion(successes, of=of))
