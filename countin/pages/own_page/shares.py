"""A fan's own link to share, as their page and the thanks show it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countin.campaigns.models import Campaign
from countin.fans.models import Fan
from countin.messaging.models import Reminder
from countin.presaves.models import PreSave
from countin.presaves.states import State
from countin.visits.links import leave_links, share_address, share_links_of
from countin.visits.models import Link


@dataclass(frozen=True)
class Share:
    """One campaign. `address` is empty until the fan asks for one."""

    slug: str
    title: str
    artist: str
    address: str
    words: str


def read_share(fan: Fan, *, campaign: Campaign) -> Share:
    """Of one campaign, for the thanks."""
    return _share(campaign, link=share_links_of(fan).get(campaign.pk))


def read_shares(fan: Fan, *, now: datetime) -> list[Share]:
    """Of every campaign that this fan takes part in and that is not over."""
    links = share_links_of(fan)
    return [
        _share(campaign, link=links.get(campaign.pk))
        for campaign in campaigns_of(fan)
        if now < campaign.ends_at
    ]


def let_go_of_links(fan: Fan) -> None:
    """Links to what this fan took back altogether lead on, but are nobody's any more."""
    kept = {campaign.pk for campaign in campaigns_of(fan)}
    for campaign_id, link in share_links_of(fan).items():
        if campaign_id not in kept:
            leave_links(fan, campaign=link.campaign)


def campaigns_of(fan: Fan) -> list[Campaign]:
    """Those with a promise or a reminder that was not taken back, the latest release first."""
    promised = PreSave.objects.filter(connection__fan=fan).exclude(state=State.WITHDRAWN)
    reminded = Reminder.objects.filter(fan=fan, withdrawn_at__isnull=True)
    known = {*promised.values_list("campaign", flat=True)}
    known |= {*reminded.values_list("campaign", flat=True)}
    found = Campaign.objects.with_release().filter(pk__in=known, published_at__isnull=False)
    return list(found.order_by("-release__release_date", "slug"))


def _share(campaign: Campaign, *, link: Link | None) -> Share:
    release = campaign.release
    return Share(
        slug=campaign.slug,
        title=release.title,
        artist=release.artist.name,
        address=share_address(link, short_url=settings.SHORT_URL) if link else "",
        words=_openings_in_words(link.openings) if link else "",
    )


def _openings_in_words(count: int) -> str:
    if not count:
        return _("It was not opened yet.")
    words = ngettext("It was opened once.", "It was opened %(count)s times.", count)
    return words % {"count": count}
