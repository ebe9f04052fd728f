"""What peaks of a campaign were, as its organizer says."""

from datetime import datetime

from countin.campaigns.models import Campaign, Channel
from countin.insights.models import Peak, PeakKind


class BadPeak(Exception):
    """A peak can't be noted; the message says what to mend."""


def tag_peak(
    campaign: Campaign,
    *,
    kind: PeakKind,
    begins_at: datetime,
    ends_at: datetime,
    channel: Channel | None,
    note: str,
    now: datetime,
) -> Peak:
    """Note what came in that time. Raises BadPeak."""
    if ends_at <= begins_at:
        raise BadPeak("A peak ends after it begins. Give the later moment as its end.")
    return Peak.objects.create(
        campaign=campaign,
        kind=kind,
        begins_at=begins_at,
        ends_at=ends_at,
        channel=channel,
        note=note.strip()[:200],
        tagged_at=now,
    )


def untag_peak(campaign: Campaign, *, number: int) -> Peak | None:
    """Take it back; None where the campaign has none of that number."""
    peak = Peak.objects.filter(campaign=campaign, pk=number).first()
    if peak is not None:
        Peak.objects.filter(pk=peak.pk).delete()
    return peak


def peaks_of(campaign: Campaign) -> list[Peak]:
    """All that were named, the earliest first."""
    rows = Peak.objects.filter(campaign=campaign).select_related("channel")
    return list(rows.order_by("begins_at", "pk"))
