"""Channels of an artist's page: links in announcements that are about no campaign. How often the
page was shown by each is a count; whoever goes on to a campaign's page comes by the same name."""

import secrets
from datetime import datetime

from django.db.models import F

from countin.campaigns.channels import make_channel
from countin.campaigns.models import Artist, Campaign, Channel, ChannelMaker
from countin.visits.models import ArtistChannel


def artist_channel(artist: Artist, *, name: str, now: datetime) -> ArtistChannel:
    """Made when it is first asked for, with a link that tells nothing."""
    channel, _is_new = ArtistChannel.objects.get_or_create(
        artist=artist,
        name=name,
        defaults={"code": secrets.token_urlsafe(9), "made_at": now},
    )
    return channel


def artist_channel_of_code(code: str) -> ArtistChannel | None:
    """The one that this link is of."""
    return ArtistChannel.objects.select_related("artist").filter(code=code).first()


def artist_channel_named(artist: Artist, name: str) -> ArtistChannel | None:
    """The artist's own of that name; anything else counts as none."""
    if not name or len(name) > 63 or not name.isprintable():
        return None
    return ArtistChannel.objects.filter(artist=artist, name=name).first()


def count_by_channel(channel: ArtistChannel, *, by_machine: bool) -> None:
    """The page was shown by it once more."""
    counter = "machines" if by_machine else "people"
    ArtistChannel.objects.filter(pk=channel.pk).update(**{counter: F(counter) + 1})


def lead_on(channel: ArtistChannel, *, campaign: Campaign, now: datetime) -> Channel:
    """The campaign's channel of the same name, made when somebody is shown the way there."""
    return make_channel(
        campaign,
        name=channel.name,
        made_by=ChannelMaker.ANNOUNCEMENT,
        reach=channel.reach,
        now=now,
    )


def tell_reach(channel: ArtistChannel, *, reach: int) -> None:
    """How many people it points at the page, here and where it has led on to."""
    ArtistChannel.objects.filter(pk=channel.pk).update(reach=reach)
    on = Channel.objects.filter(name=channel.name, made_by=ChannelMaker.ANNOUNCEMENT)
    on.filter(campaign__release__artist=channel.artist_id).update(reach=reach)
