"""What a page offers at a service: a pre-save, or a reminder."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in
from countin.presaves.words import agreed_words
from countin.providers.contract import Mode, Provider


@dataclass(frozen=True)
class Offer:
    """One service on a page. Empty texts are not shown."""

    service: str
    name: str
    is_direct: bool
    button: str
    words: str  # what is agreed to by pressing the button; of a reminder: what it is
    words_with_follow: str  # the same with the box ticked
    follow_box: str
    follow_link: str


def make_offers(
    campaign: Campaign, *, providers: Mapping[str, Provider], is_guest: bool
) -> list[Offer]:
    """Every service, in the mode of this visitor. What a reminder is, is said once."""
    offers = [
        make_offer(campaign, provider=provider, is_guest=is_guest)
        for provider in providers.values()
    ]
    reminders = [offer for offer in offers if not offer.is_direct]
    return [replace(offer, words="") if offer in reminders[:-1] else offer for offer in offers]


def make_offer(campaign: Campaign, *, provider: Provider, is_guest: bool) -> Offer:
    """What this visitor may press for this service."""
    if mode_in(campaign, provider=provider, is_guest=is_guest) == Mode.DIRECT:
        return direct_offer(campaign, provider=provider)
    return remind_offer(campaign, provider=provider)


def direct_offer(campaign: Campaign, *, provider: Provider) -> Offer:
    """The release is saved by itself."""
    may_follow = can_ask_follow(campaign, provider=provider)
    return Offer(
        service=provider.name,
        name=provider.words.name,
        is_direct=True,
        button=provider.words.direct,
        words=agreed_words(campaign, provider=provider, wants_follow=False),
        words_with_follow=agreed_words(campaign, provider=provider, wants_follow=True)
        if may_follow
        else "",
        follow_box=_with_artist(provider.words.follow, campaign) if may_follow else "",
        follow_link="",
    )


def remind_offer(campaign: Campaign, *, provider: Provider) -> Offer:
    """The fan is told when it is out, and taps once."""
    has_artist = bool(campaign.release.artist.id_at(provider.name))
    return Offer(
        service=provider.name,
        name=provider.words.name,
        is_direct=False,
        button=provider.words.remind,
        words=_reminder_words(),
        words_with_follow="",
        follow_box="",
        follow_link=_with_artist(provider.words.follow_link, campaign) if has_artist else "",
    )


def can_ask_follow(campaign: Campaign, *, provider: Provider) -> bool:
    """The campaign asks, the service can, and we know whom."""
    artist_id = campaign.release.artist.id_at(provider.name)
    return bool(campaign.ask_follow and provider.abilities.follow and artist_id)


def _reminder_words() -> str:
    if not settings.MAIL_IS_SET:
        return _("A reminder is an entry in your calendar. Nothing is asked of your account.")
    return _(
        "A reminder is a calendar entry, an e-mail, or both: you choose next. Nothing is asked "
        "of your account."
    )


def _with_artist(text: str, campaign: Campaign) -> str:
    return text.replace("{artist}", campaign.release.artist.name)
