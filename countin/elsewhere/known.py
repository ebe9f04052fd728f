"""The open catalogs that Count-In can ask, and where they are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from countin.elsewhere.catalogs import Catalog
from countin.elsewhere.deezer import Deezer
from countin.elsewhere.itunes import ITunes
from countin.elsewhere.musicbrainz import MusicBrainz

Rest = Callable[[float], Awaitable[None]]  # seconds


@dataclass(frozen=True)
class Known:
    """One catalog before anything is set."""

    name: str  # as in COUNTIN_OPEN_LOOKUPS
    label: str
    default: str  # its own address
    by_default: bool = False  # asked unless an operator says otherwise

    @property
    def setting(self) -> str:
        """Of its address."""
        return f"COUNTIN_LOOKUP_{self.name.upper()}_URL"


KNOWN: Final = (
    Known(ITunes.name, ITunes.label, "https://itunes.apple.com", by_default=True),
    Known(Deezer.name, Deezer.label, "https://api.deezer.com"),
    Known(MusicBrainz.name, MusicBrainz.label, "https://musicbrainz.org"),
)


def catalogs_of(addresses: Mapping[str, str], *, rest: Rest) -> tuple[Catalog, ...]:
    """Those of these names, each at its address, in their order; `rest` lets time pass between
    requests, where a catalog asks for that."""
    every: tuple[Catalog, ...] = (
        ITunes(addresses.get(ITunes.name, "")),
        Deezer(addresses.get(Deezer.name, "")),
        MusicBrainz(addresses.get(MusicBrainz.name, ""), rest=rest),
    )
    return tuple(catalog for catalog in every if catalog.address)
