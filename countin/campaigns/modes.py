"""What a fan of each service gets, decided before anything is pressed. Pure."""

from collections.abc import Mapping

from countin.campaigns.models import Campaign
from countin.campaigns.wanted import is_findable
from countin.providers.contract import Mode, Provider


def mode_of(provider: Provider, *, is_guest: bool) -> Mode:
    """What keys and quota allow; guests hold the private link."""
    return provider.guest_mode if is_guest else provider.public_mode


def mode_in(campaign: Campaign, *, provider: Provider, is_guest: bool) -> Mode:
    """The same for one campaign: what a service can never find, it can't promise to save."""
    mode = mode_of(provider, is_guest=is_guest)
    if mode == Mode.DIRECT and not is_findable(campaign.release, provider_name=provider.name):
        return Mode.REMIND
    return mode


def modes_of(campaign: Campaign, *, providers: Mapping[str, Provider]) -> dict[str, Mode]:
    """The public's mode at every service."""
    return {
        name: mode_in(campaign, provider=provider, is_guest=False)
        for name, provider in providers.items()
    }


def explain_mode(campaign: Campaign, *, provider: Provider) -> str:
    """Why this mode, and what would raise it, in one sentence for the organizer."""
    if mode_in(campaign, provider=provider, is_guest=False) != provider.public_mode:
        return (
            f"The file gives nothing by which {provider.words.name} knows the release: fans are "
            f"reminded. A `upc`, an `isrc` or a `{provider.name}` id would let them connect."
        )
    return provider.mode_because
