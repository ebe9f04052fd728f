"""What is read out of a campaign, as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from countin.insights.rates import Rate
from countin.insights.reading.arrivals import Arrivals
from countin.insights.reading.comparing import Compared, Comparison
from countin.insights.reading.reading import Reading
from countin.statistics.concentration import Concentration
from countin.statistics.intervals import Interval


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """Keys of the report beside its counts; null where there is nothing to say."""
    return {
        "familiar": {
            "presaves": asdict(reading.presaves_by),
            "reminders": asdict(reading.reminders_by),
        },
        "comparison": reading.comparison and _comparison(reading.comparison),
        "arrivals": _arrivals(reading.arrivals),
        "window": reading.window and _window(reading.window),
    }


def rate_as_json(known: Rate | None) -> dict[str, float] | None:
    """A rate; null where it can't be known."""
    if known is None:
        return None
    shown = {"count": known.successes, "of": known.of, "estimate": known.estimate}
    return {**shown, **interval_as_json(known.interval)}


def interval_as_json(interval: Interval) -> dict[str, float]:
    """Its ends and its level."""
    return {"low": interval.low, "high": interval.high, "level": interval.level}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "about": comparison.about,
        "channels": [_compared(one) for one in comparison.channels],
        "lower": dict(comparison.lower),
    }


def _compared(one: Compared) -> dict[str, Any]:
    drawn = one.shrunk and {"estimate": one.shrunk.mean, **interval_as_json(one.shrunk.interval)}
    return {"channel": one.name, "raw": rate_as_json(one.raw), "shrunk": drawn}


def _arrivals(arrivals: Iterable[Arrivals]) -> dict[str, Any]:
    return {
        one.about: {
            "days": [{"day": day.isoformat(), "count": many} for day, many in one.days],
            "ends": one.ends and asdict(one.ends),
        }
        for one in arrivals
    }


def _window(window: Concentration) -> dict[str, float]:
    return {
        "within": window.within,
        "of": window.of,
        "share": window.share,
        **interval_as_json(window.interval),
        "even": window.even,
        "ratio": window.ratio,
    }
