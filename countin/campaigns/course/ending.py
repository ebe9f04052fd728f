"""Ending a campaign before its time, and putting one away."""

from datetime import datetime

from countin.campaigns.models import Campaign


class StillRunning(Exception):
    """Fans are promised something by a page that is open: it is ended first."""


def end_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """For good: its page takes nothing more and says so, and no promise of it is kept from this
    moment on. The worker lets go of what was promised. False where it has ended already, or is
    a draft."""
    if campaign.published_at is None or now >= campaign.ends_at:
        return False
    return _change(campaign, before={"ended_at": None}, after={"ended_at": now}, now=now)


def archive_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """Out of the lists; its page and its numbers stay. False where it was put away already.
    Raises StillRunning."""
    is_over = now >= min(campaign.release.last_moment, campaign.ends_at)
    if campaign.published_at is not None and not is_over:
        raise StillRunning("Its page is open. End it first; then put it away.")
    return _change(campaign, before={"archived_at": None}, after={"archived_at": now}, now=now)


def unarchive_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """In the lists again. False where it is there."""
    if campaign.archived_at is None:
        return False
    before: dict[str, datetime | None] = {"archived_at": campaign.archived_at}
    return _change(campaign, before=before, after={"archived_at": None}, now=now)


def _change(
    campaign: Campaign,
    *,
    before: dict[str, datetime | None],
    after: dict[str, datetime | None],
    now: datetime,
) -> bool:
    """Of two who press at once, one has changed it."""
    (name, value) = next(iter(before.items()))
    wanted = {f"{name}__isnull": True} if value is None else {name: value}
    if not Campaign.objects.filter(pk=campaign.pk, **wanted).update(**after):
        return False
    Campaign.objects.filter(pk=campaign.pk).note_change(now)
    campaign.refresh_from_db(fields=["ended_at", "archived_at", "changed_at"])
    return True
