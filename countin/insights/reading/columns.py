"""A column a day, drawn in thousandths of the width; the same in words and in one line of text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from countin.insights.reading.arrivals import Arrivals

WIDE = 1000
HIGH = 120
_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST_BLOCKS = 60


@dataclass(frozen=True)
class Column:
    """One day. Coordinates from the upper left."""

    left: str
    width: str
    top: str
    height: str


@dataclass(frozen=True)
class Columns:
    """A chart. `words` say the same to those who can't see it; `line` draws it in text."""

    title: str
    words: str
    columns: tuple[Column, ...]
    highest: str
    first: str
    last: str
    line: str


def columns_of(arrivals: Arrivals, *, about: str) -> Columns:
    """One kind of arrivals as a chart."""
    return draw_columns(arrivals.days, title=f"{about} a day")


def draw_columns(days: Sequence[tuple[date, int]], *, title: str) -> Columns:
    """At least one day. A day without any has no column, and its place."""
    counts = [many for _day, many in days]
    most = max(counts)
    busiest = days[counts.index(most)][0]
    first, last = _day(days[0][0]), _day(days[-1][0])
    spread = f"{sum(counts):,} in all, at most {most:,}, on {_day(busiest)}"
    step = WIDE / len(days)
    return Columns(
        title=title,
        words=f"{title}, {first} to {last}: {spread}",
        columns=tuple(
            _column(at * step, width=step * 0.8, many=many, most=most)
            for at, many in enumerate(counts)
            if many
        ),
        highest=f"{most:,}",
        first=first,
        last=last,
        line=_line(counts),
    )


def _column(left: float, *, width: float, many: int, most: int) -> Column:
    height = max(many / most * HIGH, 2)
    return Column(f"{left:.1f}", f"{width:.1f}", f"{HIGH - height:.1f}", f"{height:.1f}")


def _line(counts: Sequence[int]) -> str:
    """A character a day, or for as many days as it takes to fit."""
    days = math.ceil(len(counts) / _MOST_BLOCKS)
    sums = [sum(counts[at : at + days]) for at in range(0, len(counts), days)]
    most = max(sums) or 1
    return "".join(
        _BLOCKS[round(many / most * (len(_BLOCKS) - 1))] if many else " " for many in sums
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
