"""Hours with more pre-saves than this campaign's own hours explain: a question for a person, what
was it? No evidence: a burst accuses nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from countin.authenticity.circumstances import Peak
from countin.statistics.bursts import least_surprising, size_by_moments

_HOUR = 3_600.0
_DAY_HOURS = 24
_FAMILY = 0.01
_FEWEST_HOURS = 72
_FEWEST_PRESAVES = 50
_MOST = 5
# Smaller ones need nobody's memory.
_FEWEST_IN_SPAN, _LEAST_SHARE = 20, 0.02
# Apart by no more than this, two busy hours are one occasion.
_GAP = 3


@dataclass(frozen=True)
class BusySpan:
    """Hours on end, from the first to the end of the last; seconds, UTC."""

    begins_at: float
    ends_at: float
    presaves: int
    usual: float  # as many as such hours bring by the campaign's own day


def busy_spans(moments: Sequence[float], *, named: Sequence[Peak] = ()) -> list[BusySpan]:
    """The busiest first, five at most, without those that a person named. Empty where fewer than
    50 pre-saves or three days are there to compare with."""
    at = np.sort(np.asarray(moments, dtype=np.float64))
    if len(at) < _FEWEST_PRESAVES:
        return []
    first = np.floor(at[0] / _HOUR)
    hours = (at // _HOUR - first).astype(np.int64)
    counts = np.bincount(hours).astype(np.float64)
    if len(counts) < _FEWEST_HOURS:
        return []
    usual = _usual(counts, clock=(np.arange(len(counts)) + int(first)) % _DAY_HOURS)
    spans = [
        BusySpan(
            begins_at=float((first + begin) * _HOUR),
            ends_at=float((first + end + 1) * _HOUR),
            presaves=int(counts[begin : end + 1].sum()),
            usual=float(usual[begin : end + 1].sum()),
        )
        for begin, end in _join(_surprising(counts, usual=usual))
    ]
    fewest = max(_FEWEST_IN_SPAN, _LEAST_SHARE * len(at))
    large = [span for span in spans if span.presaves >= fewest]
    unnamed = [span for span in large if not any(_touches(span, peak) for peak in named)]
    return sorted(unnamed, key=lambda span: (-span.presaves, span.begins_at))[:_MOST]


def _usual(counts: np.ndarray, *, clock: np.ndarray) -> np.ndarray:
    """By the hour of the day, from the median day: a newsletter must not be its own measure. The
    medians are scaled to the middle half of the hours, so that quiet campaigns have a mean, too."""
    by_hour = np.array([np.median(counts[clock == hour]) for hour in range(_DAY_HOURS)])
    floor = max(0.2, float(np.mean(np.sort(counts)[: max(1, 3 * len(counts) // 4)])))
    return np.asarray(np.maximum(by_hour[clock], floor), dtype=np.float64)


def _surprising(counts: np.ndarray, *, usual: np.ndarray) -> list[int]:
    calm = counts <= np.quantile(counts, 0.95)
    excess = float(np.mean((counts[calm] - usual[calm]) ** 2 - usual[calm]))
    size = size_by_moments(1.0, variance=1.0 + max(0.0, excess) / float(np.mean(usual[calm] ** 2)))
    least: dict[float, int] = {
        mean: least_surprising(mean=mean, size=size, looks=len(counts), family=_FAMILY)
        for mean in {float(value) for value in usual}
    }
    return [hour for hour, count in enumerate(counts) if count >= least[float(usual[hour])]]


def _join(hours: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hour in hours:
        if spans and hour - spans[-1][1] <= _GAP:
            spans[-1] = (spans[-1][0], hour)
        else:
            spans.append((hour, hour))
    return spans


def _touches(span: BusySpan, peak: Peak) -> bool:
    return peak.begins_at < span.ends_at and span.begins_at < peak.ends_at
