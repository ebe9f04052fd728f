"""Where bars and intervals are drawn, in thousandths of the width. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from countin.insights.rates import Drawn, Rate
from countin.insights.steps import Step

FULL = 1000


@dataclass(frozen=True)
class Segment:
    """One piece of a bar; `kind` is kept, open or lost."""

    kind: str
    start: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A step as a bar. `words` say the same to those who can't see it."""

    words: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Whisker:
    """A rate as a tick within its interval, on a scale that its neighbors share."""

    words: str
    low: str
    width: str
    tick: str
    widest: str


def draw_bars(steps: Iterable[Step]) -> list[Bar]:
    """A bar a step; the first step is as wide as the page."""
    given = list(steps)
    scale = max([step.count for step in given] or [0]) or 1
    return [_draw_bar(step, scale=scale) for step in given]


def draw_whisker(known: Rate | Drawn, *, widest: float, about: str) -> Whisker:
    """`widest` is the largest share on the scale; `about` names what the rate is of."""
    scale = FULL / widest
    low, high = known.interval.low * scale, known.interval.high * scale
    return Whisker(
        words=f"{about}: {known.words}",
        low=f"{low:.1f}",
        width=f"{max(high - low, 2):.1f}",
        tick=f"{known.estimate * scale:.1f}",
        widest=f"{widest:.0%}",
    )


def scale_of(highest: Iterable[float]) -> float:
    """The end of a scale that neighbors share: the highest, up to the next ten percent; 0
    where there is none."""
    return min(1.0, math.ceil(max(highest, default=0.0) * 10) / 10)


def _draw_bar(step: Step, *, scale: int) -> Bar:
    still_open = sum(loss.count for loss in step.losses if loss.is_open)
    lost = sum(loss.count for loss in step.losses if not loss.is_open)
    kept = step.count - still_open - lost
    segments, start = [], 0.0
    for kind, count in (("kept", kept), ("open", still_open), ("lost", lost)):
        width = count / scale * FULL
        if count > 0:
            segments.append(Segment(kind, f"{start:.1f}", f"{max(width, 2):.1f}"))
        start += width
    parts = [f"{loss.count:,} {loss.words}" for loss in step.losses]
    of = f": {', '.join(parts)}" if parts else ""
    return Bar(f"{step.figure} {step.words}{of}", tuple(segments))
