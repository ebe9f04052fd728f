"""Rates and intervals as JSON."""

from countin.insights.rates import Rate
from countin.statistics.intervals import Interval


def rate_as_json(known: Rate | None) -> dict[str, float] | None:
    """A rate; null where it can't be known."""
    if known is None:
        return None
    shown = {"count": known.successes, "of": known.of, "estimate": known.estimate}
    return {**shown, **interval_as_json(known.interval)}


def interval_as_json(interval: Interval) -> dict[str, float]:
    """Its ends and its level."""
    return {"low": interval.low, "high": interval.high, "level": interval.level}
