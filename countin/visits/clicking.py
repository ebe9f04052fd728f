"""Counting who left by a plain link. A click is never a save."""

from datetime import datetime

from countin.campaigns.models import Campaign, Channel
from countin.visits.models import Click, ClickKind, Link


def record_click(
    campaign: Campaign,
    *,
    provider: str,
    kind: ClickKind,
    now: datetime,
    channel: Channel | None = None,
    link: Link | None = None,
) -> Click:
    """One row, naming nobody."""
    return Click.objects.create(
        campaign=campaign,
        provider=provider,
        kind=kind,
        channel=channel,
        link=link,
        clicked_at=now,
    )
