"""The shelf: every release, found by any of its identifiers."""

import json
from collections.abc import Iterator
from importlib import resources

from simulator.catalogue.codes import bare_barcode
from simulator.catalogue.reading import read_release
from simulator.catalogue.releases import Artist, Release, Track
from simulator.markets import storefronts

STOCK = ("invented.json", "difficulties.json", "published.json")
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
        return self._apple_albums.get((storefront, apple_id))

    def apple_albums_like(self, apple_id: str) -> Release | None:
        """The release that has this album id in any storefront."""
        for storefront in storefronts():
            if found := self._apple_albums.get((storefront, apple_id)):
                return found
        return None

    def apple_song(self, apple_id: str, *, storefront: str) -> Found | None:
        return self._apple_songs.get((storefront, apple_id))

    def _clear_indices(self) -> None:
        self._by_upc: dict[str, list[Release]] = {}
        self._by_isrc: dict[str, list[Found]] = {}
        self._albums: dict[str, Release] = {}
        self._tracks: dict[str, Found] = {}
        self._artists: dict[str, Artist] = {}
        self._apple_albums: dict[tuple[str, str], Release] = {}
        self._apple_songs: dict[tuple[str, str], Found] = {}

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
        for storefront in storefronts():
            self._apple_albums[storefront, release.apple_album_id(storefront)] = release
            for track in release.tracks:
                song_id = release.apple_id(track.apple_base, storefront=storefront)
                self._apple_songs.setdefault((storefront, song_id), (release, track))


def stocked_shelf() -> Shelf:
    """The invented releases of the examples, and the published ones."""
    shelf = Shelf()
    for name in STOCK:
        text = resources.files("simulator.catalogue").joinpath(name).read_text("utf-8")
        data = json.loads(text)
        for entry in data["releases"]:
            shelf.put(read_release(entry, artists=data["artists"], source=data["source"]))
    return shelf
