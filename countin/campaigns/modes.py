"""What a fan of each service gets, decided before anything is pressed. Pure."""

from collections.abc import Mapping

from countin.campaigns.models import Campaign
from countin.campaigns.native import native_address
from countin.campaigns.wanted import is_findable
from countin.providers.contract import Mode, Provider, is_set_up


def mode_of(provider: Provider, *, is_guest: bool) -> Mode:
    """What keys and quota allow; guests hold the private link."""
    return provider.guest_mode if is_guest else provider.public_mode


def mode_in(campaign: Campaign, *, provider: Provider, is_guest: bool) -> Mode:
    """The best there is for this visitor: direct, else the service's own page, else a reminder.
    What a service can never find, it can't promise to save."""
    if mode_of(provider, is_guest=is_guest) == Mode.DIRECT and _can_find(campaign, provider):
        return Mode.DIRECT
    return mode_without_direct(campaign, provider=provider)


def mode_without_direct(campaign: Campaign, *, provider: Provider) -> Mode:
    """The best for whom the service refuses."""
    has_page = native_address(campaign.release, provider=provider)
    return Mode.NATIVE if has_page else Mode.REMIND


def offered_providers(
    campaign: Campaign, *, providers: Mapping[str, Provider]
) -> dict[str, Provider]:
    """The services that this campaign's page has a place for: those on every page, those set up
    here, and those at which the campaign names the release."""
    named = campaign.release.named_at()
    return {
        name: provider
        for name, provider in providers.items()
        if is_set_up(provider) or name in named
    }


def expected_at(campaign: Campaign, *, providers: Mapping[str, Provider]) -> frozenset[str]:
    """Of these, the services that could save, and those at which the campaign names the release:
    of others on every page nobody said that it will be there."""
    named = campaign.release.named_at()
    return frozenset(
        name for name, one in providers.items() if one.abilities.direct or name in named
    )


def modes_of(campaign: Campaign, *, providers: Mapping[str, Provider]) -> dict[str, Mode]:
    """The public's mode at every service that the page has a place for."""
    return {
        name: mode_in(campaign, provider=provider, is_guest=False)
        for name, provider in offered_providers(campaign, providers=providers).items()
    }


def explain_mode(campaign: Campaign, *, provider: Provider) -> str:
    """Why this mode, and what would raise it, in one sentence or two for the organizer."""
    mode = mode_in(campaign, provider=provider, is_guest=False)
    if mode == Mode.NATIVE:
        because = _why_not_direct(campaign, provider=provider)
        return f"{_native_words(provider)} Without that link: {because}"
    if mode == Mode.REMIND:
        return _why_not_direct(campaign, provider=provider)
    return provider.mode_because


def _why_not_direct(campaign: Campaign, *, provider: Provider) -> str:
    if _can_find(campaign, provider) or provider.public_mode != Mode.DIRECT:
        return provider.mode_because
    name = provider.words.name
    codes = "A UPC, an ISRC or its" if provider.abilities.looks_up_by else "Its"
    return (
        f"Nothing says yet which release it is at {name}: fans are reminded. "
        f"{codes} link there would let them connect."
    )


def _native_words(provider: Provider) -> str:
    name = provider.words.name
    return (
        f"Fans are led to {name}'s own pre-save page, with a reminder beside it: clicks are "
        f"counted, what is done there {name} tells nobody."
    )


def _can_find(campaign: Campaign, provider: Provider) -> bool:
    return is_findable(campaign.release, provider=provider)
