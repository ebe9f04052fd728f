"""Days on a line of some width, for what is drawn. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from countin.planning.cadence import Cadence


@dataclass(frozen=True)
class Scale:
    """From the first month drawn to the end of the last."""

    first: date  # the first day of a month
    last: date  # the first day after the last month
    width: float

    def place(self, day: date) -> float:
        """Where this day begins, from 0 to the width; days outside are at an end."""
        share = (day - self.first).days / (self.last - self.first).days
        return min(max(share, 0.0), 1.0) * self.width

    @property
    def months(self) -> list[date]:
        """The first day of every month on it."""
        found, month = [], self.first
        while month < self.last:
            found.append(month)
            month = _next_month(month)
        return found


def make_scale(cadence: Cadence, *, width: float) -> Scale:
    """Wide enough for every release with its window, and for today."""
    days = [cadence.today]
    for place in cadence.places:
        days += [place.release.release_date, place.window_ends]
    first, last = min(days), max(days)
    return Scale(first.replace(day=1), _next_month(last.replace(day=1)), width)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
