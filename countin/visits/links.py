"""Short links `/l/CODE`: an organizer's for a channel, ours in mails, a fan's own to share."""

import secrets
from datetime import datetime
from urllib.parse import urlencode

from countin.campaigns.models import Campaign, Channel, ChannelMaker
from countin.fans.models import Fan
from countin.visits.arriving import NO_UTM, UTM_WORDS, Utm
from countin.visits.models import Link, LinkKind


def make_link(
    campaign: Campaign,
    *,
    kind: LinkKind,
    now: datetime,
    provider: str = "",
    channel: Channel | None = None,
) -> Link:
    """A link of its own, with a code that tells nothing."""
    return Link.objects.create(
        campaign=campaign,
        kind=kind,
        provider=provider,
        channel=channel,
        code=_new_code(),
        created_at=now,
    )


def channel_link(channel: Channel, *, utm: Utm = NO_UTM, now: datetime) -> Link:
    """The channel's link with these words; asked for twice, it is the same."""
    link, _is_new = Link.objects.get_or_create(
        campaign=channel.campaign,
        channel=channel,
        kind=LinkKind.CHANNEL,
        utm_source=utm.source,
        utm_medium=utm.medium,
        utm_campaign=utm.campaign,
        defaults={"code": _new_code(), "created_at": now},
    )
    return link


def channel_links(campaign: Campaign) -> list[Link]:
    """Those of the channels that its organizer named, as they were made. One query."""
    rows = Link.objects.filter(
        campaign=campaign,
        kind=LinkKind.CHANNEL,
        channel__isnull=False,
        channel__made_by=ChannelMaker.ORGANIZER,
    )
    return list(rows.select_related("channel", "campaign").order_by("created_at", "pk"))


def utm_of(link: Link) -> Utm:
    """The words that it was made with."""
    return Utm(link.utm_source, link.utm_medium, link.utm_campaign)


def readable_address(link: Link, *, base_url: str) -> str:
    """The same in words, as people may type it: the channel's name and the utm words."""
    assert link.channel is not None
    words = {"via": link.channel.name}
    words |= {word: getattr(link, word) for word in UTM_WORDS if getattr(link, word)}
    return f"{base_url}/{link.campaign.slug}?{urlencode(words)}"


def share_link(fan: Fan, *, campaign: Campaign, now: datetime) -> Link:
    """This fan's own link to the page; asked for twice, it is the same."""
    link, _is_new = Link.objects.get_or_create(
        campaign=campaign,
        fan=fan,
        kind=LinkKind.PERSONAL,
        defaults={"code": _new_code(), "created_at": now},
    )
    return link


def share_links_of(fan: Fan) -> dict[int, Link]:
    """The links that this fan has asked for, by campaign."""
    links = Link.objects.filter(fan=fan, kind=LinkKind.PERSONAL)
    return {link.campaign_id: link for link in links.select_related("campaign")}


def share_address(link: Link, *, short_url: str) -> str:
    """As it is sent to somebody. `short_url` is what stands before codes."""
    return f"{short_url}/{link.code}"


def leave_links(fan: Fan, *, campaign: Campaign) -> int:
    """The link still leads to the page, but it is nobody's any more. Returns how many it were."""
    return Link.objects.filter(fan=fan, campaign=campaign).update(fan=None)


def link_of_code(code: str) -> Link | None:
    """The link behind a code, with what is needed to follow it."""
    return (
        Link.objects.select_related("campaign__release__artist", "channel")
        .filter(code=code)
        .first()
    )


def _new_code() -> str:
    return secrets.token_urlsafe(9)
