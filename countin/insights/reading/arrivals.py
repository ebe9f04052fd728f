"""When they came: pre-saves, reminders and clicks a day, each apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from countin.campaigns.models import Campaign
from countin.messaging.models import Reminder
from countin.presaves.models import PreSave
from countin.visits.models import Click, ClickKind

EDGE = 3  # days at either end
# A shorter run has no middle that could be compared with its ends.
_SHORTEST = 3 * EDGE


@dataclass(frozen=True)
class Ends:
    """How many came in the first days, in the last, and in those between."""

    first: int
    middle: int
    last: int
    middle_days: int


@dataclass(frozen=True)
class Arrivals:
    """So many a day (UTC), days without any included; from the opening until the release was
    out everywhere, or until now."""

    about: str  # presaves | reminders | clicks
    days: tuple[tuple[date, int], ...]
    is_over: bool

    @property
    def total(self) -> int:
        """All of them."""
        return sum(many for _day, many in self.days)

    @property
    def ends(self) -> Ends | None:
        """None while the last days are still to come, or where there is no middle."""
        counts = [many for _day, many in self.days]
        if not self.is_over or len(counts) < _SHORTEST:
            return None
        first, last = sum(counts[:EDGE]), sum(counts[-EDGE:])
        return Ends(first, self.total - first - last, last, len(counts) - 2 * EDGE)


def tally_arrivals(campaign: Campaign, *, now: datetime) -> tuple[Arrivals, ...]:
    """Those kinds of which any came. Three queries."""
    pressed = PreSave.objects.filter(campaign=campaign, standing__isnull=True)
    asked = Reminder.objects.filter(campaign=campaign)
    clicks = Click.objects.filter(campaign=campaign, kind=ClickKind.NATIVE)
    counted = {
        "presaves": _by_day(pressed, "promised_at"),
        "reminders": _by_day(asked, "asked_at"),
        "clicks": _by_day(clicks, "clicked_at"),
    }
    found = (_fill(about, days, campaign=campaign, now=now) for about, days in counted.items())
    return tuple(one for one in found if one is not None)


def _by_day(rows: QuerySet[Any], moment: str) -> dict[date, int]:
    days = rows.annotate(day=TruncDate(moment, tzinfo=UTC)).values_list("day")
    return dict(days.annotate(many=Count("pk")).order_by("day"))


def _fill(
    about: str, days: Mapping[date, int], *, campaign: Campaign, now: datetime
) -> Arrivals | None:
    """Later ones are left out: after the release a press is no longer a pre-save."""
    end = campaign.release.last_moment
    last = min(now, end).astimezone(UTC).date()
    within = {day: many for day, many in days.items() if day <= last}
    if not within:
        return None
    opened = campaign.published_at.astimezone(UTC).date() if campaign.published_at else last
    first = min(opened, *within)
    span = range((last - first).days + 1)
    filled = ((first + timedelta(days=at)) for at in span)
    return Arrivals(about, tuple((day, within.get(day, 0)) for day in filled), now >= end)
