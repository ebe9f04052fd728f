"""The figures of an audit as the studio draws them, from the document that is kept of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countin.authenticity.answers import percents
from countin.authenticity.audit import Verdict
from countin.statistics.intervals import Interval

_NARROWEST = 4


@dataclass(frozen=True)
class Span:
    """The share as it is drawn, in thousandths of the width, and in whole percent. `is_told`:
    the answer is more than that nobody can tell."""

    low: int
    width: int
    tick: int
    words: str
    is_told: bool


@dataclass(frozen=True)
class BusyLine:
    """Hours that nobody has named yet."""

    number: int
    begins: datetime
    ends: datetime
    presaves: int
    usual: int


def span_of(document: Mapping[str, Any] | None) -> Span | None:
    """None where nothing was judged."""
    if not document or not document["judgeable"]:
        return None
    share = document["share"]
    low, high = round(1000 * share["low"]), round(1000 * share["high"])
    is_told = document["verdict"] != Verdict.CANNOT_TELL
    words = percents(Interval(share["low"], share["high"], share["level"]))
    return Span(
        low=low,
        width=max(high - low, _NARROWEST),
        tick=round(1000 * share["estimate"]),
        words=words,
        is_told=is_told,
    )


def busy_lines(document: Mapping[str, Any] | None) -> list[BusyLine]:
    """The busiest first."""
    spans = document["busy_hours"] if document else []
    return [
        BusyLine(
            number=number,
            begins=datetime.fromisoformat(span["from"]),
            ends=datetime.fromisoformat(span["to"]),
            presaves=span["presaves"],
            usual=max(1, round(span["usual"])),
        )
        for number, span in enumerate(spans, start=1)
    ]
