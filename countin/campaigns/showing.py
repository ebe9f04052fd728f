"""What a page holds beside the release, in the words of the campaign file: put back into one, it
changes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from countin.campaigns.models import Campaign, LinkKind, OutsideLink, Release
from countin.providers.contract import Provider

Contents = dict[str, Any]


def show_contents(campaign: Campaign) -> Contents:
    """The keys of the file that tell of tracks and links, as they stand now."""
    release = campaign.release
    return {
        "artist": {"links": _labeled(release.artist.links.all())},
        "release": {"tracks": _tracks(release), "links": _named(release, kind=LinkKind.SERVICE)},
        "preorder": _labeled(release.preorders),
        "native": _named(release, kind=LinkKind.NATIVE),
    }


def contents_in_words(campaign: Campaign, *, providers: Mapping[str, Provider]) -> list[str]:
    """The same, a line each; nothing for what is not there."""
    release = campaign.release
    named = [
        ("Tracks", [track.title for track in release.tracks.all()]),
        ("Links of the artist", [link.name for link in release.artist.links.all()]),
        ("Further services", [called(link, providers=providers) for link in release.service_links]),
        ("Pre-order", [link.name for link in release.preorders]),
    ]
    return [f"{label}: {', '.join(names)}" for label, names in named if names]


def called(link: OutsideLink, *, providers: Mapping[str, Provider]) -> str:
    """As people know where it leads."""
    provider = providers.get(link.provider)
    return provider.words.name if provider else link.name


def _tracks(release: Release) -> list[dict[str, str]]:
    return [
        {"title": track.title, **({"length": track.length} if track.length else {})}
        for track in release.tracks.all()
    ]


def _labeled(links: Iterable[OutsideLink]) -> list[dict[str, str]]:
    return [{"label": link.label, "url": link.url} for link in links]


def _named(release: Release, *, kind: LinkKind) -> dict[str, str]:
    return {link.provider: link.url for link in release.links.all() if link.kind == kind}
