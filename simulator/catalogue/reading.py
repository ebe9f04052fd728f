"""Releases read from JSON: the catalogue's files and the control API share this form."""

import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from simulator.catalogue.codes import is_barcode, is_isrc, is_spotify_id
from simulator.catalogue.releases import Artist, Availability, Release, Track
from simulator.clock import read_iso
from simulator.markets import storefronts, zones

Data = Mapping[str, Any]
BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
INVENTED_APPLE = 9_000_000_000


class BadRelease(Exception):
    """The description of a release does not hold; the text says what is wrong."""


def read_release(data: Data, *, artists: Mapping[str, Data], source: str = "") -> Release:
    """A release from JSON. Identifiers left out are invented and named so. Raises BadRelease."""
    try:
        release = _release(data, artists=artists, source=source)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadRelease(f"{type(wrong).__name__}: {wrong}") from wrong
    _check(release)
    return release


def read_availability(data: Data) -> Availability:
    """`timing` local (with `date`), global (with `at`) or published. Raises BadRelease."""
    try:
        return _availability(data)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadRelease(f"{type(wrong).__name__}: {wrong}") from wrong


def _availability(data: Data) -> Availability:
    timing = data.get("timing", "published")
    markets = {name: read_iso(text).timestamp() for name, text in data.get("markets", {}).items()}
    excluded = frozenset(data.get("excluded_markets", ()))
    for unknown in (set(markets) | excluded) - set(zones()):
        raise ValueError(f"{unknown} is no market")
    if timing == "local":
        day = date.fromisoformat(data["date"])
        return Availability(day=day, markets=markets, excluded=excluded)
    if timing == "global":
        moment = read_iso(data["at"]).timestamp()
        return Availability(at=moment, markets=markets, excluded=excluded)
    if timing != "published":
        raise ValueError("timing is local, global or published")
    return Availability(markets=markets, excluded=excluded)


def _release(data: Data, *, artists: Mapping[str, Data], source: str) -> Release:
    key = str(data["id"])
    return Release(
        key=key,
        title=data["title"],
        kind=data.get("kind", "album"),
        artists=tuple(_artist(artist, artists=artists) for artist in _artists_of(data)),
        upc=str(data.get("upc") or invented_barcode(key)),
        release_date=_day(data),
        spotify_id=data.get("spotify_id") or invented_spotify_id(f"album {key}"),
        apple_base=int(data.get("apple_id") or invented_apple_id(f"album {key}")),
        tracks=tuple(_track(track, place=f"{key}/{n}") for n, track in enumerate(data["tracks"])),
        availability=_availability(data),
        label=data.get("label", ""),
        is_explicit=bool(data.get("explicit", False)),
        has_storefront_ids=bool(data.get("storefront_ids", False)),
        pre_add=data.get("pre_add", ""),
        invented=tuple(_left_out(data)),
        source=source,
    )


def _left_out(data: Data) -> list[str]:
    """The identifiers that are not given, so that those used in their place are invented."""
    found = [name for name in ("upc", "spotify_id", "apple_id") if name not in data]
    for n, track in enumerate(data["tracks"], start=1):
        names = ("isrc", "spotify_id", "apple_id")
        found += [f"track {n} {name}" for name in names if name not in track]
    return found


def _artists_of(data: Data) -> list[Any]:
    found = data.get("artists") or [data["artist"]]
    return list(found)


def _artist(data: Any, *, artists: Mapping[str, Data]) -> Artist:
    if isinstance(data, str):
        return _artist({"id": data, **artists[data]}, artists=artists)
    key = str(data.get("id") or data["name"])
    return Artist(
        key=key,
        name=data["name"],
        spotify_id=data.get("spotify_id") or invented_spotify_id(f"artist {key}"),
        apple_id=str(data.get("apple_id") or invented_apple_id(f"artist {key}")),
    )


def _track(data: Data, *, place: str) -> Track:
    return Track(
        title=data["title"],
        isrc=str(data.get("isrc") or invented_isrc(place)),
        spotify_id=data.get("spotify_id") or invented_spotify_id(f"track {place}"),
        apple_base=int(data.get("apple_id") or invented_apple_id(f"song {place}")),
        is_explicit=bool(data.get("explicit", False)),
        duration_ms=int(data.get("duration_ms", 200_000)),
    )


def _day(data: Data) -> date:
    if "date" in data:
        return date.fromisoformat(data["date"])
    return datetime.fromisoformat(data["at"].replace("Z", "+00:00")).date()


def _check(release: Release) -> None:
    if not is_barcode(release.upc):
        raise BadRelease(f"{release.upc} is no barcode: 12 or 13 digits with a check digit")
    if release.kind not in ("album", "ep", "single"):
        raise BadRelease("kind is album, ep or single")
    if release.pre_add not in ("", "works", "ignored"):
        raise BadRelease('pre_add is "", "works" or "ignored"')
    ids = [release.spotify_id, *(track.spotify_id for track in release.tracks)]
    for spotify_id in (*ids, *(artist.spotify_id for artist in release.artists)):
        if not is_spotify_id(spotify_id):
            raise BadRelease(f"{spotify_id} is no Spotify id: 22 letters and digits")
    for track in release.tracks:
        if not is_isrc(track.isrc):
            raise BadRelease(f"{track.isrc} is no ISRC")


def invented_spotify_id(seed: str) -> str:
    """22 letters and digits that nobody uses; the same for the same seed."""
    number = int.from_bytes(b"".join(_crc(f"{n}{seed}") for n in range(4)), "big")
    digits = []
    for _place in range(21):
        number, rest = divmod(number, 62)
        digits.append(BASE62[rest])
    return "0" + "".join(digits)


def invented_apple_id(seed: str) -> int:
    """The first of a run of ids, one a storefront, above those that Apple uses."""
    step = len(storefronts()) + 1
    return INVENTED_APPLE + zlib.crc32(seed.encode()) * step


def invented_barcode(seed: str) -> str:
    """A valid barcode from the range kept for use within a shop."""
    body = f"4{zlib.crc32(seed.encode()):010d}"
    weighted = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(body))
    return f"{body}{-weighted % 10}"


def invented_isrc(seed: str) -> str:
    """A well-formed ISRC with a country code that no country has."""
    return f"ZZSIM{zlib.crc32(seed.encode()) % 10_000_000:07d}"


def _crc(text: str) -> bytes:
    return zlib.crc32(text.encode()).to_bytes(4, "big")
