"""Everything that is read out of the counts of one campaign at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from countin.campaigns.models import Campaign
from countin.insights.expecting.expectations import ToCome, look_ahead
from countin.insights.expecting.records import Record, Scored, score_campaign, tally_record
from countin.insights.listening.beside import Heard, lay_beside
from countin.insights.models import AuditReading
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
    saved: int
    heard: tuple[Heard, ...]
    ahead: ToCome | None
    scored: tuple[Scored, ...]
    record: tuple[Record, ...]
    audited: AuditReading | None  # the latest that read anything


def read_campaign(
    campaign: Campaign,
    *,
    channels: Iterable[ChannelReport],
    has_presaves: bool,
    saved: int,
    now: datetime,
) -> Reading:
    """A dozen queries more, however many fans there are, and two a campaign that came before."""
    return Reading(
        presaves_by=tally_presaves_by_familiarity(campaign),
        reminders_by=tally_reminders_by_familiarity(campaign),
        comparison=compare_channels(channels, has_presaves=has_presaves),
        arrivals=tally_arrivals(campaign, now=now),
        window=tally_window(campaign, now=now),
        saved=saved,
        heard=lay_beside(campaign),
        ahead=look_ahead(campaign, now=now),
        scored=score_campaign(campaign),
        record=tally_record(campaign),
        audited=_latest_audit(campaign),
    )


def _latest_audit(campaign: Campaign) -> AuditReading | None:
    found = AuditReading.objects.filter(campaign=campaign).select_related("campaign").first()
    return found if found is not None and found.document else None
