"""Writing an event down, with a delivery for each endpoint that wants it."""

from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign
from countin.webhooks.models import Delivery, Endpoint, Event, EventKind


def write_event(
    kind: EventKind,
    *,
    workspace_id: int,
    campaign: Campaign | None,
    data: dict[str, Any],
    to: list[Endpoint],
    came_at: datetime,
    now: datetime,
    subject: str = "",
) -> int:
    """One event of something that came to be at `came_at`, where an endpoint of this workspace
    wants it and was there by then; never one of another. Returns how many were written."""
    here = [one for one in to if one.workspace_id == workspace_id and one.made_at <= came_at]
    wanted = [one for one in here if one.wants(kind)]
    if not wanted:
        return 0
    event = Event.objects.create(
        workspace_id=workspace_id,
        campaign=campaign,
        kind=kind,
        subject=subject,
        data={"campaign": campaign.slug if campaign else None, **data},
        happened_at=now,
    )
    Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, event=event, made_at=now, due_at=now) for endpoint in wanted
    )
    return 1


def told_subjects(kind: EventKind) -> set[str]:
    """What happens once and was told."""
    return set(Event.objects.filter(kind=kind).values_list("subject", flat=True))
