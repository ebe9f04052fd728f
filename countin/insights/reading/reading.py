"""Everything that is read out of the counts of one campaign at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from countin.campaigns.models import Campaign
from countin.insights.parts import ChannelReport
from countin.insights.reading.arrivals import Arrivals, tally_arrivals
from countin.insights.reading.comparing import Comparison, compare_channels
from countin.insights.reading.familiarity import (
    Familiar,
    tally_presaves_by_familiarity,
    tally_reminders_by_familiarity,
)
from countin.insights.reading.window import tally_window
from countin.statistics.concentration import Concentration


@dataclass(frozen=True)
class Reading:
    """A part is None or empty where there is nothing to say."""

    presaves_by: Familiar
    reminders_by: Familiar
    comparison: Comparison | None
    arrivals: tuple[Arrivals, ...]
    window: Concentration | None


def read_campaign(
    campaign: Campaign,
    *,
    channels: Iterable[ChannelReport],
    has_presaves: bool,
    now: datetime,
) -> Reading:
    """Seven queries more, however many fans there are."""
    return Reading(
        presaves_by=tally_presaves_by_familiarity(campaign),
        reminders_by=tally_reminders_by_familiarity(campaign),
        comparison=compare_channels(channels, has_presaves=has_presaves),
        arrivals=tally_arrivals(campaign, now=now),
        window=tally_window(campaign, now=now),
    )
