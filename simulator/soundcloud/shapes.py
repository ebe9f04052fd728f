"""SoundCloud's objects, URNs and links."""

import hashlib

from aiohttp import web

from simulator.answers import json_answer
from simulator.catalogue.releases import Artist, Release

Shape = dict[str, object]


def error(status: int, _code: str, words: str) -> web.Response:
    """`{"code", "message", "link"}`."""
    link = "https://developers.soundcloud.com/docs/api/explorer/open-api"
    told = {"code": status, "message": words or "Refused", "link": link}
    return json_answer(told, status=status)


def path_of(release: Release) -> str:
    """As it stands in addresses: an album or EP is a set."""
    middle = "" if release.kind == "single" else "sets/"
    return f"{release.artists[0].key}/{middle}{release.key}".lower()


def urn_of(release: Release) -> str:
    kind = "tracks" if release.kind == "single" else "playlists"
    return f"soundcloud:{kind}:{_number(release.key)}"


def artist_urn(artist: Artist) -> str:
    return f"soundcloud:users:{_number(artist.key)}"


def ids_of(release: Release) -> Shape:
    """As the control API shows them."""
    return {"release": path_of(release), "artist": release.artists[0].key.lower()}


def thing(release: Release) -> Shape:
    """A public track or set."""
    artist = release.artists[0]
    shape: Shape = {
        "kind": "track" if release.kind == "single" else "playlist",
        "urn": urn_of(release),
        "title": release.title,
        "sharing": "public",
        "access": "playable",
        "permalink_url": f"https://soundcloud.com/{path_of(release)}",
        "isrc": release.tracks[0].isrc,
        "user": user(artist),
    }
    if release.kind != "single":
        shape["track_count"] = len(release.tracks)
    return shape


def user(artist: Artist) -> Shape:
    return {
        "urn": artist_urn(artist),
        "username": artist.name,
        "permalink_url": f"https://soundcloud.com/{artist.key.lower()}",
    }


def _number(key: str) -> int:
    return int(hashlib.sha256(f"soundcloud {key}".encode()).hexdigest()[:8], 16) + 1
