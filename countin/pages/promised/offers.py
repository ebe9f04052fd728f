"""What a page offers at a service: a pre-save, the service's own page for it, or a reminder."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from countin.campaigns.models import Campaign
from countin.campaigns.modes import (
    expected_at,
    mode_in,
    mode_without_direct,
    offered_providers,
)
from countin.presaves.words import agreed_words
from countin.providers.contract import Mode, PageConsent, Provider

# What saves by itself before what leads elsewhere.
_RANK: Final = {Mode.DIRECT: 0, Mode.NATIVE: 1, Mode.REMIND: 2}
# With more buttons than these a page is a list to read.
_SHOWN_AT_ONCE: Final = 3


@dataclass(frozen=True)
class Offer:
    """One service on a page. Empty texts are not shown."""

    service: str
    name: str
    mode: Mode
    button: str
    words: str  # what is agreed to by pressing the button; of the others: what it is
    words_with_follow: str = ""  # the same with the box ticked
    follow_box: str = ""
    follow_link: str = ""
    asks: str = ""  # what the service's next screen asks; empty where a page of ours comes first
    asks_follow: str = ""
    reminder: "Offer | None" = None  # beside the service's own page, quieter

    @property
    def is_direct(self) -> bool:
        """The release is saved by itself."""
        return self.mode == Mode.DIRECT


@dataclass(frozen=True)
class Offers:
    """What a page offers. `elsewhere` are reminders that wait behind one quiet line: most fans
    need none of them, and whoever does finds them there."""

    at_once: list[Offer]
    elsewhere: list[Offer]

    @property
    def all(self) -> list[Offer]:
        """In one list, where it is one."""
        return [*self.at_once, *self.elsewhere]

    def __bool__(self) -> bool:
        return bool(self.at_once or self.elsewhere)


def make_offers(
    campaign: Campaign,
    *,
    providers: Mapping[str, Provider],
    is_guest: bool,
    first: str = "",
    without: Collection[str] = (),
) -> Offers:
    """Every service that the page has a place for, in the mode of this visitor; their own, where
    it is known, comes `first`, then what does the most."""
    offered = offered_providers(campaign, providers=providers)
    found = [
        make_offer(campaign, provider=provider, is_guest=is_guest)
        for name, provider in offered.items()
        if name not in without
    ]
    return place_offers(campaign, offers=found, providers=offered, first=first)


def place_offers(
    campaign: Campaign, *, offers: list[Offer], providers: Mapping[str, Provider], first: str
) -> Offers:
    """Which stand there at once: the visitor's own, what does more than remind, services on every
    page that could save (where most fans are), and reminders of those that the campaign names, as
    long as there is room. What a reminder is, is said once, below the last that is seen."""
    expected = expected_at(campaign, providers=providers)
    looked_for = {
        name for name, one in providers.items() if one.abilities.direct and one.abilities.everywhere
    }
    at_once: list[Offer] = []
    elsewhere: list[Offer] = []
    for offer in sorted(
        offers,
        key=lambda one: (one.service != first, _RANK[one.mode], one.service not in expected),
    ):
        has_room = len(at_once) < _SHOWN_AT_ONCE and offer.service in expected
        is_asked_for = offer.service == first or offer.service in looked_for
        is_shown = is_asked_for or offer.mode != Mode.REMIND or has_room
        (at_once if is_shown else elsewhere).append(offer)
    last = next((one for one in reversed(at_once) if not one.is_direct), None)
    last = last or (elsewhere[-1] if elsewhere else None)
    return Offers(
        [one if one is last else _without_reminder_words(one) for one in at_once],
        [one if one is last else _without_reminder_words(one) for one in elsewhere],
    )


def make_offer(campaign: Campaign, *, provider: Provider, is_guest: bool) -> Offer:
    """What this visitor may press for this service."""
    mode = mode_in(campaign, provider=provider, is_guest=is_guest)
    if mode == Mode.DIRECT:
        return direct_offer(campaign, provider=provider)
    return offer_without_direct(campaign, provider=provider)


def offer_without_direct(campaign: Campaign, *, provider: Provider) -> Offer:
    """The next best for whom the service refuses: its own page, else the reminder."""
    if mode_without_direct(campaign, provider=provider) == Mode.NATIVE:
        return native_offer(campaign, provider=provider)
    return remind_offer(campaign, provider=provider)


def direct_offer(campaign: Campaign, *, provider: Provider) -> Offer:
    """The release is saved by itself."""
    may_follow = can_ask_follow(campaign, provider=provider)
    return Offer(
        service=provider.name,
        name=provider.words.name,
        mode=Mode.DIRECT,
        button=_(provider.words.direct),
        words=agreed_words(campaign, provider=provider, wants_follow=False),
        words_with_follow=agreed_words(campaign, provider=provider, wants_follow=True)
        if may_follow
        else "",
        follow_box=_with_artist(provider.words.follow, campaign) if may_follow else "",
        asks="" if isinstance(provider, PageConsent) else asking_words(campaign, provider=provider),
        asks_follow=_with_artist(provider.words.asks_follow, campaign) if may_follow else "",
    )


def native_offer(campaign: Campaign, *, provider: Provider) -> Offer:
    """The service's own page. What is done there we never learn, so nothing is promised."""
    words = _("This opens a page of %(service)s. What you do there, only %(service)s knows.")
    return Offer(
        service=provider.name,
        name=provider.words.name,
        mode=Mode.NATIVE,
        button=_(provider.words.native),
        words=words % {"service": provider.words.name},
        reminder=remind_offer(campaign, provider=provider),
    )


def remind_offer(campaign: Campaign, *, provider: Provider) -> Offer:
    """The fan is told when it is out, and taps once."""
    has_artist = bool(campaign.release.artist.id_at(provider.name))
    return Offer(
        service=provider.name,
        name=provider.words.name,
        mode=Mode.REMIND,
        button=_(provider.words.remind),
        words=_reminder_words(),
        follow_link=_with_artist(provider.words.follow_link, campaign) if has_artist else "",
    )


def asking_words(campaign: Campaign, *, provider: Provider) -> str:
    """What the permission to save is, said before the service's own screen."""
    return _with_artist(provider.words.asks_save, campaign)


def can_ask_follow(campaign: Campaign, *, provider: Provider) -> bool:
    """The campaign asks, the service can, and we know whom."""
    artist_id = campaign.release.artist.id_at(provider.name)
    return bool(campaign.ask_follow and provider.abilities.follow and artist_id)


def _without_reminder_words(offer: Offer) -> Offer:
    if offer.reminder is not None:
        return replace(offer, reminder=replace(offer.reminder, words=""))
    return replace(offer, words="") if offer.mode == Mode.REMIND else offer


def _reminder_words() -> str:
    if not settings.MAIL_IS_SET:
        return _("A reminder is an entry in your calendar. Nothing is asked of your account.")
    return _(
        "A reminder is a calendar entry, an e-mail, or both: you choose next. Nothing is asked "
        "of your account."
    )


def _with_artist(text: str, campaign: Campaign) -> str:
    return _(text).replace("{artist}", campaign.release.artist.name)
