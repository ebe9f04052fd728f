"""An order only where there is one: where intervals part.

Two intervals that don't touch differ beyond what either leaves open. That is stricter than a test
of the difference (Schenker and Gentleman 2001, "On Judging the Significance of Differences by
Examining the Overlap Between Confidence Intervals"), which is meant: an order is seldom named.
"""

from collections.abc import Mapping

from countin.statistics.intervals import Interval


def undecided(intervals: Mapping[str, Interval]) -> list[str]:
    """Names whose interval touches that of every other: mostly the small ones, which would
    otherwise hide that others part. Empty where nothing parts anyway, or of one name alone."""
    touching = [
        name
        for name, one in intervals.items()
        if all(_touch(one, other) for other in intervals.values())
    ]
    return sorted(touching) if len(touching) < len(intervals) else []


def part_groups(intervals: Mapping[str, Interval]) -> list[list[str]]:
    """Groups from the highest to the lowest; within a group nothing tells the names apart, and
    they stand in alphabetical order. Every member of a group lies above every member of the
    next: where a chain of overlaps joins two names, they are in one group."""
    groups: list[list[str]] = []
    lowest = float("inf")
    for name in sorted(intervals, key=lambda one: (-intervals[one].high, one)):
        if groups and intervals[name].high >= lowest:
            groups[-1].append(name)
        else:
            groups.append([name])
        lowest = min(lowest, intervals[name].low)
    return [sorted(group) for group in groups]


def _touch(one: Interval, other: Interval) -> bool:
    return one.low <= other.high and other.low <= one.high
