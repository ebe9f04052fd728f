"""An order only where there is one: where intervals part.

Two intervals that don't touch differ beyond what either leaves open. That is stricter than a test
of the difference (Schenker and Gentleman 2001, "On Judging the Significance of Differences by
Examining the Overlap Between Confidence Intervals"), which is meant: an order is seldom named.
"""

from collections.abc import Mapping

from countin.statistics.intervals import Interval


def find_lower(intervals: Mapping[str, Interval]) -> dict[str, list[str]]:
    """Under each name those that lie wholly below it, in alphabetical order; names that lie
    above none are left out. The highest intervals come first."""
    ordered = sorted(intervals, key=lambda name: (-intervals[name].low, name))
    lower = {
        name: sorted(
            other for other, theirs in intervals.items() if theirs.high < intervals[name].low
        )
        for name in ordered
    }
    return {name: others for name, others in lower.items() if others}
