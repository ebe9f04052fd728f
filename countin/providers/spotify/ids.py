"""Spotify's ids: URIs everywhere in our code, links and bare ids read too."""

import re

from countin.providers.contract import Refused

_URI = re.compile(r"spotify:([a-z]+):([A-Za-z0-9]+)")
_LINK = re.compile(
    r"https://open\.spotify\.com/(?:intl-[a-z-]+/)?([a-z]+)/([A-Za-z0-9]+)(?:[/?#].*)?"
)
_BARE = re.compile(r"[A-Za-z0-9]+")


def read_release_uri(text: str) -> tuple[str, str]:
    """The kind ("album" or "track") and bare id of a release. Raises Refused for anything
    else: it will never be found, nor saved."""
    kind, bare = _read(text, usual="album")
    if kind not in {"album", "track"}:
        raise Refused("This is no Spotify album or track. Use its URI: spotify:album:…")
    return kind, bare


def read_artist_id(text: str) -> str:
    """The bare id of an artist. Raises Refused for anything else."""
    kind, bare = _read(text, usual="artist")
    if kind != "artist":
        raise Refused("This is no Spotify artist. Use its URI: spotify:artist:…")
    return bare


def release_address(release_id: str) -> str:
    """The release on the web, or in the app where it is installed."""
    kind, bare = read_release_uri(release_id)
    return f"https://open.spotify.com/{kind}/{bare}"


def artist_address(artist_id: str) -> str:
    """The artist on the web, or in the app where it is installed."""
    return f"https://open.spotify.com/artist/{read_artist_id(artist_id)}"


def _read(text: str, *, usual: str) -> tuple[str, str]:
    given = text.strip()
    if match := _URI.fullmatch(given) or _LINK.fullmatch(given):
        return match[1], match[2]
    return (usual, given) if _BARE.fullmatch(given) else ("", "")
