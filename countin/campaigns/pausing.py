"""Holding a campaign up, and letting it go on."""

from datetime import datetime

from countin.campaigns.models import Campaign


def pause_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """Its page takes nothing more, and no promise is kept, until it goes on. False where it was
    paused already."""
    return _set(campaign, paused_at=now, now=now)


def resume_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """The page is open again, and promises that fell due meanwhile are kept now. False where it
    was not paused."""
    return _set(campaign, paused_at=None, now=now)


def _set(campaign: Campaign, *, paused_at: datetime | None, now: datetime) -> bool:
    is_wanted = Campaign.objects.filter(pk=campaign.pk, paused_at__isnull=paused_at is not None)
    has_changed = is_wanted.update(paused_at=paused_at) == 1
    if has_changed:
        Campaign.objects.filter(pk=campaign.pk).note_change(now)
        campaign.refresh_from_db(fields=["paused_at", "changed_at"])
    return has_changed
