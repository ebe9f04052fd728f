"""Rates: never without a known denominator, never without an interval. Pure."""

from dataclasses import dataclass

from countin.statistics.intervals import Interval, proportion


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
        low, high = self.interval.low, self.interval.high
        words = f"{self.estimate:.1%} ({low * 100:.1f} to {high:.1%})"
        return words.replace("%", " %").replace(" ", "\N{NO-BREAK SPACE}")


def rate(successes: int | None, *, of: int | None) -> Rate | None:
    """None where either is unknown, where there is no denominator, or where more came than
    there were: then the two don't belong together, and no share is shown."""
    if successes is None or not of or successes > of:
        return None
    return Rate(successes, of, proportion(successes, of=of))
