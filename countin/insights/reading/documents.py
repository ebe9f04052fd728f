"""What is read out of a campaign, as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from countin.insights.documents import interval_as_json, rate_as_json
from countin.insights.expecting.documents import (
    ahead_as_json,
    record_as_json,
    scored_as_json,
)
from countin.insights.listening.beside import Heard
from countin.insights.models import AuditReading
from countin.insights.reading.arrivals import Arrivals
from countin.insights.reading.comparing import Compared, Comparison
from countin.insights.reading.reading import Reading
from countin.statistics.concentration import Concentration


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
        "listening": [_heard(heard) for heard in reading.heard],
        "audit": reading.audited and _audit(reading.audited),
        "expected": reading.ahead and ahead_as_json(reading.ahead),
        "expected_then": [scored_as_json(one) for one in reading.scored],
        "record": {one.what.value: record_as_json(one) for one in reading.record},
    }


def _audit(audited: AuditReading) -> dict[str, Any]:
    document = audited.document or {}
    kept = {name: document.get(name) for name in ("headline", "verdict", "presaves", "share")}
    return {"read_at": audited.done_at and audited.done_at.isoformat(), **kept}


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


def _heard(heard: Heard) -> dict[str, Any]:
    return {
        "source": heard.source,
        "listeners": [{"day": day.isoformat(), "count": many} for day, many in heard.days],
        "first_week": heard.weeks and {**asdict(heard.weeks), "is_flat": heard.weeks.is_flat},
        "saves": heard.saves,
        "list_adds": heard.list_adds,
        "songs": [asdict(song) for song in heard.songs],
    }
