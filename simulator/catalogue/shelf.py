"""The shelf: every release, found by any of its identifiers."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources

from simulator.catalogue.codes import bare_barcode
from simulator.catalogue.reading import read_release
from simulator.catalogue.releases import Artist, Release, Track
from simulator.markets import storefronts

STOCK = ("invented.json", "difficulties.json", "published.json")
EVERYWHERE = "*"  # the storefront of ids that are the same in all of them
Found = tuple[Release, Track]


class NoSuchRelease(Exception):
    """The shelf has no release of that key."""


class Shelf:
    def __init__(self) -> None:
        self._releases: dict[str, Release] = {}
        self._clear_indices()

    def __iter__(self) -> Iterator[Release]:
        return iter(self._releases.values())

    def get(self, key: str) -> Release:
        """Raises NoSuchRelease."""
        try:
            return self._releases[key]
        except KeyError:
            raise NoSuchRelease(f"there is no release {key!r}: see GET /control/releases") from None

    def put(self, release: Release) -> None:
        """Add the release, or replace the one of the same key."""
        was_there = release.key in self._releases
        self._releases[release.key] = release
        if was_there:
            self._clear_indices()
            for each in self:
                self._index(each)
        else:
            self._index(release)

    def albums_by_upc(self, upc: str) -> list[Release]:
        return self._by_upc.get(bare_barcode(upc), [])

    def tracks_by_isrc(self, isrc: str) -> list[Found]:
        return self._by_isrc.get(isrc.upper(), [])

    def album(self, spotify_id: str) -> Release | None:
        return self._albums.get(spotify_id)

    def track(self, spotify_id: str) -> Found | None:
        return self._tracks.get(spotify_id)

    def artist(self, spotify_id: str) -> Artist | None:
        return self._artists.get(spotify_id)

    def apple_album(self, apple_id: str, *, storefront: str) -> Release | None:
        found = self._apple_albums.get(apple_id, {})
        return found.get(storefront) or found.get(EVERYWHERE)

    def apple_album_anywhere(self, apple_id: str) -> Release | None:
        """The release that has this album id in any storefront."""
        return next(iter(self._apple_albums.get(apple_id, {}).values()), None)

    def apple_song(self, apple_id: str, *, storefront: str) -> Found | None:
        found = self._apple_songs.get(apple_id, {})
        return found.get(storefront) or found.get(EVERYWHERE)

    def _clear_indices(self) -> None:
        self._by_upc: dict[str, list[Release]] = {}
        self._by_isrc: dict[str, list[Found]] = {}
        self._albums: dict[str, Release] = {}
        self._tracks: dict[str, Found] = {}
        self._artists: dict[str, Artist] = {}
        self._apple_albums: dict[str, dict[str, Release]] = {}
        self._apple_songs: dict[str, dict[str, Found]] = {}

    def _index(self, release: Release) -> None:
        self._by_upc.setdefault(bare_barcode(release.upc), []).append(release)
        self._albums[release.spotify_id] = release
        for artist in release.artists:
            self._artists[artist.spotify_id] = artist
        for track in release.tracks:
            self._by_isrc.setdefault(track.isrc, []).append((release, track))
            self._tracks.setdefault(track.spotify_id, (release, track))
        self._index_apple(release)

    def _index_apple(self, release: Release) -> None:
        names = storefronts() if release.has_storefront_ids else (EVERYWHERE,)
        for place, name in enumerate(names):
            album_id = str(release.apple_base + place)
            self._apple_albums.setdefault(album_id, {})[name] = release
            for track in release.tracks:
                songs = self._apple_songs.setdefault(str(track.apple_base + place), {})
                songs.setdefault(name, (release, track))


def stocked_shelf() -> Shelf:
    """The invented releases of the examples, the difficulties, and the published ones."""
    shelf = Shelf()
    for release in _stock():
        shelf.put(release)
    return shelf


@cache
def _stock() -> tuple[Release, ...]:
    found: list[Release] = []
    for name in STOCK:
        text = resources.files("simulator.catalogue").joinpath(name).read_text("utf-8")
        data = json.loads(text)
        artists, source = data["artists"], data["source"]
        found += [read_release(each, artists=artists, source=source) for each in data["releases"]]
    return tuple(found)
