"""What to look for: our release in the words of the provider contract."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, Literal

from countin.campaigns.models import Kind, Release
from countin.providers import contract

KINDS: Final[Mapping[Kind, Literal["single", "ep", "album"]]] = MappingProxyType(
    {Kind.SINGLE: "single", Kind.EP: "ep", Kind.ALBUM: "album"}
)


def release_wanted(release: Release, *, provider_name: str) -> contract.Release:
    """The release as this provider is asked for it: its pin, its codes, its artist."""
    return contract.Release(
        title=release.title,
        kind=KINDS[Kind(release.kind)],
        artist_name=release.artist.name,
        artist_id=release.artist.id_at(provider_name) or None,
        pinned_id=release.pinned_id(provider_name) or None,
        upc=release.upc or None,
        isrc=release.isrc or None,
    )


def asked_by(wanted: contract.Release, *, provider: contract.Provider) -> contract.Release:
    """The same without the codes by which this provider finds nothing: a look by them would ask
    nobody, and seem answered."""
    known = provider.abilities.looks_up_by
    return replace(
        wanted,
        upc=wanted.upc if "upc" in known else None,
        isrc=wanted.isrc if "isrc" in known else None,
    )


def is_findable(release: Release, *, provider: contract.Provider) -> bool:
    """The campaign names something by which this service could ever know the release."""
    codes = {"upc": release.upc, "isrc": release.isrc}
    known = any(codes[code] for code in provider.abilities.looks_up_by)
    return known or bool(release.pinned_id(provider.name))
