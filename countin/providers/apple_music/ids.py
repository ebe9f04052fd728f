"""Apple's ids are bare numbers; ours name the kind: `albums:123`, `songs:123`."""

import re

from countin.providers.contract import Refused

_OURS = re.compile(r"(albums|songs):([A-Za-z0-9.]+)")
_NUMBER = re.compile(r"[0-9]+")
_LINK = re.compile(r"https://music\.apple\.com/(?:[a-z]{2}/)?(album|song)/(?:[^/?#]+/)?([0-9]+)")
_LINKED_SONG = re.compile(r"https://music\.apple\.com/[^?#]*\?(?:[^#]*&)?i=([0-9]+)")


def read_release_id(text: str) -> tuple[str, str]:
    """The kind ("albums" or "songs") and the number. A bare number is an album; links to
    music.apple.com are read too. Raises Refused for anything else."""
    given = text.strip()
    if match := _OURS.fullmatch(given):
        return match[1], match[2]
    if _NUMBER.fullmatch(given):
        return "albums", given
    if match := _LINKED_SONG.match(given):
        return "songs", match[1]
    if match := _LINK.match(given):
        return f"{match[1]}s", match[2]
    raise Refused("This is no Apple Music album or song. Use the number in its link.")


def release_address(release_id: str, *, market: str) -> str:
    """The release on the web, or in the app where it is installed."""
    kind, number = read_release_id(release_id)
    return f"https://music.apple.com/{storefront_of(market)}/{kind.rstrip('s')}/{number}"


def artist_address(artist_id: str) -> str:
    """The artist on the web, or in the app. Raises Refused for what is no number."""
    if not _NUMBER.fullmatch(artist_id.strip()):
        raise Refused("This is no Apple Music artist. Use the number in its link.")
    return f"https://music.apple.com/us/artist/{artist_id.strip()}"


def storefront_of(market: str) -> str:
    """Apple's name of a market; the United States' where none is known."""
    return market.lower() or "us"
