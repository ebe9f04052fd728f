"""The ways an announcement takes: mail, push, and programs of the organizer's own. Each is a
channel of its campaign, so that what each brought is told apart."""

from datetime import datetime
from enum import StrEnum

from countin.campaigns.models import Channel, ChannelMaker
from countin.messaging.models import Announcement
from countin.visits.links import channel_link


class Way(StrEnum):
    """The words begin the channels' names."""

    MAIL = "mail"
    PUSH = "push"
    WEBHOOK = "webhook"


def channel_for(announcement: Announcement, *, way: Way) -> Channel | None:
    """Made when it is first asked for; None for what is about no campaign."""
    if announcement.campaign is None:
        return None
    name = f"{way}-{announcement.kind.replace('_', '-')}-{announcement.pk}"
    channel, _new = Channel.objects.get_or_create(
        campaign=announcement.campaign, name=name, defaults={"made_by": ChannelMaker.ANNOUNCEMENT}
    )
    return channel


def link_by(announcement: Announcement, *, way: Way, base_url: str, now: datetime) -> str:
    """The tracked link of this way; without a campaign, the artist's page."""
    channel = channel_for(announcement, way=way)
    if channel is None:
        return f"{base_url}/@{announcement.artist.handle}"
    return f"{base_url}/l/{channel_link(channel, now=now).code}"
