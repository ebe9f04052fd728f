"""The world's midnights on one line: where each wave falls, how much of it is done, where now is.
Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.insights.waves import WaveTally

WIDTH, HEIGHT = 1000, 120
_HOUR = timedelta(hours=1)
_EVERY_H = 3
_LEAST = 6.0


@dataclass(frozen=True)
class Mark:
    """All that falls due at one moment, as a column; sizes in units of the drawing."""

    at: str
    top: str
    height: str
    done_top: str
    done_height: str


@dataclass(frozen=True)
class WorldClock:
    """`now` is empty where it lies beside the line."""

    words: str
    marks: tuple[Mark, ...]
    hours: tuple[tuple[str, str], ...]
    now: str


def draw_world_clock(waves: Iterable[WaveTally], *, now: datetime) -> WorldClock | None:
    """None where everything falls due at one moment."""
    moments: dict[datetime, tuple[int, int]] = {}
    for wave in waves:
        total, done = moments.get(wave.due_at, (0, 0))
        moments[wave.due_at] = total + wave.total, done + wave.done
    if len(moments) < 2:
        return None
    start, end = min(moments) - _HOUR, max(moments) + _HOUR
    most = max(total for total, _done in moments.values())
    return WorldClock(
        words=_words(moments, now=now),
        marks=tuple(
            _mark(_place(moment, start=start, end=end), total=total, done=done, most=most)
            for moment, (total, done) in sorted(moments.items())
        ),
        hours=tuple(_hours(start, end=end)),
        now=f"{_place(now, start=start, end=end):.1f}" if start <= now <= end else "",
    )


def _words(moments: dict[datetime, tuple[int, int]], *, now: datetime) -> str:
    fallen = sum(moment <= now for moment in moments)
    return (
        f"Midnights from {min(moments):%H:%M} UTC on {min(moments):%B %-d} to {max(moments):%H:%M} "
        f"UTC on {max(moments):%B %-d}: {fallen} of {len(moments)} have come."
    )


def _place(moment: datetime, *, start: datetime, end: datetime) -> float:
    return (moment - start) / (end - start) * WIDTH


def _mark(at: float, *, total: int, done: int, most: int) -> Mark:
    height = max(_LEAST, total / most * (HEIGHT - 40))
    done_height = height * done / total if total else 0.0
    base = HEIGHT - 30
    return Mark(
        at=f"{at - 7:.1f}",
        top=f"{base - height:.1f}",
        height=f"{height:.1f}",
        done_top=f"{base - done_height:.1f}",
        done_height=f"{done_height:.1f}",
    )


def _hours(start: datetime, *, end: datetime) -> Iterable[tuple[str, str]]:
    """Every third full hour with its name in UTC."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour <= end:
        place = _place(hour, start=start, end=end)
        if hour.hour % _EVERY_H == 0 and 20 <= place <= WIDTH - 20:
            yield f"{place:.1f}", f"{hour:%H}"
        hour += _HOUR
