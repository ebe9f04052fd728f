"""Which addresses a campaign's page leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from countin.campaigns.models import Campaign
from countin.campaigns.showing import called
from countin.providers.contract import Provider, ProviderError

# A service's page exists for all or for none; the market only turns its language.
_MARKET: Final = "US"


@dataclass(frozen=True)
class Target:
    """One link, as fans read it."""

    name: str
    url: str


def link_targets(campaign: Campaign, *, providers: Mapping[str, Provider]) -> list[Target]:
    """Every link that an organizer gave. Releases at services that we have keys for are left
    out: those are asked themselves, and tell more than a page does."""
    release = campaign.release
    targets = [
        *(Target(called(link, providers=providers), link.url) for link in release.links.all()),
        *(Target(f"{link.name}, of the artist", link.url) for link in release.artist.links.all()),
        *_unasked(campaign, providers=providers),
    ]
    return list({target.url: target for target in targets}.values())


def _unasked(campaign: Campaign, *, providers: Mapping[str, Provider]) -> Iterator[Target]:
    """Ids at services that can't be asked for lack of keys."""
    for pin in campaign.release.pins.all():
        provider = providers.get(pin.provider)
        if provider is None or provider.can_look:
            continue
        try:
            address = provider.release_address(pin.external_id, market=_MARKET)
        except ProviderError:
            continue
        yield Target(provider.words.name, address)
