"""What channels are called. Links to people whom one writes to by hand have channels without a
name; who they are is told to those who see fans, and stands in no file."""

from collections.abc import Mapping
from dataclasses import replace

from countin.campaigns.models import Campaign, Channel, ChannelMaker
from countin.insights.live.parts import Part
from countin.messaging.models import OutreachContact
from countin.studio.seats import Seat


def own_channels(campaign: Campaign) -> list[Channel]:
    """Those that the organizer named, in that order."""
    return [one for one in _in_order(campaign) if one.made_by == ChannelMaker.ORGANIZER]


def crowd_channels(campaign: Campaign) -> list[str]:
    """Names of those by which more than one person can come."""
    return [one.name for one in _in_order(campaign) if one.made_by != ChannelMaker.OUTREACH]


def people_behind(campaign: Campaign, *, seat: Seat) -> Mapping[str, str]:
    """By the channel's name, the person whom its link was sent to; nobody for an analyst. A query
    where there are such channels."""
    made = [one for one in campaign.channels.all() if one.made_by == ChannelMaker.OUTREACH]
    if not made or not seat.can_manage:
        return {}
    rows = OutreachContact.objects.filter(campaign=campaign)
    named = rows.values_list("channel__name", "whom", "way")
    return {name: f"{whom} ({way})" if way else whom for name, whom, way in named}


def with_people(part: Part, *, people: Mapping[str, str]) -> Part:
    """The table with who is behind a channel, for eyes; its file keeps the names."""
    rows = (replace(row, label=people.get(row.key, row.label)) for row in part.rows)
    return replace(part, rows=tuple(rows))


def _in_order(campaign: Campaign) -> list[Channel]:
    return sorted(campaign.channels.all(), key=lambda channel: channel.pk)
