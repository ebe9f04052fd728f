"""The ways an announcement takes: mail, push, and programs of the organizer's own. Each is a
channel, of its campaign or else of the artist's page, so that what each brought is told apart."""

from datetime import datetime
from enum import StrEnum

from countin.campaigns.channels import make_channel
from countin.campaigns.models import Channel, ChannelMaker
from countin.messaging.models import Announcement
from countin.visits.artist_channels import artist_channel, tell_reach
from countin.visits.links import channel_link


class Way(StrEnum):
    """The words begin the channels' names."""

    MAIL = "mail"
    PUSH = "push"
    WEBHOOK = "webhook"


def name_of_way(announcement: Announcement, *, way: Way) -> str:
    """Its channel's; no two announcements share one."""
    return f"{way}-{announcement.kind.replace('_', '-')}-{announcement.pk}"


def mail_channel_of(announcement: Announcement) -> str:
    """The name of the channel of its mails; empty as long as it has none."""
    if announcement.channel is not None:
        return announcement.channel.name
    goes_by_mail = announcement.scheduled_at is not None and announcement.by_mail
    if announcement.campaign is None and goes_by_mail:
        return name_of_way(announcement, way=Way.MAIL)
    return ""


def channel_for(announcement: Announcement, *, way: Way, now: datetime) -> Channel | None:
    """Made when it is first asked for; None for what is about no campaign."""
    if announcement.campaign is None:
        return None
    name = name_of_way(announcement, way=way)
    return make_channel(
        announcement.campaign, name=name, made_by=ChannelMaker.ANNOUNCEMENT, now=now
    )


def link_by(announcement: Announcement, *, way: Way, base_url: str, now: datetime) -> str:
    """The tracked link of this way: to the campaign's page; without a campaign, to the artist's."""
    channel = channel_for(announcement, way=way, now=now)
    if channel is not None:
        return f"{base_url}/l/{channel_link(channel, now=now).code}"
    name = name_of_way(announcement, way=way)
    return f"{base_url}/l/{artist_channel(announcement.artist, name=name, now=now).code}"


def tell_reach_by(announcement: Announcement, *, way: Way, reach: int, now: datetime) -> None:
    """How many it went to by this way."""
    channel = channel_for(announcement, way=way, now=now)
    if channel is not None:
        Channel.objects.filter(pk=channel.pk).update(reach=reach)
        return
    own = artist_channel(announcement.artist, name=name_of_way(announcement, way=way), now=now)
    tell_reach(own, reach=reach)
