"""Channels that no campaign file names: of announcements, and of people written to by hand."""

from datetime import datetime

from django.db import transaction

from countin.campaigns.models import Campaign, Channel, ChannelMaker


def make_channel(
    campaign: Campaign,
    *,
    name: str,
    made_by: ChannelMaker,
    now: datetime,
    reach: int | None = None,
) -> Channel:
    """Made when it is first asked for. A page that is shown already learns of it: who came by a
    name that the page does not know would count as having come by none."""
    with transaction.atomic():
        channel, is_new = Channel.objects.get_or_create(
            campaign=campaign, name=name, defaults={"made_by": made_by, "reach": reach}
        )
        if is_new:
            Campaign.objects.filter(pk=campaign.pk).note_change(now)
    return channel
