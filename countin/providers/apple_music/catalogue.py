"""Looking for a release in one storefront. Ids differ from storefront to storefront."""

from collections.abc import Sequence
from datetime import datetime

from countin.providers.apple_music.answers import catalogue_error, is_not_there
from countin.providers.apple_music.calls import Calls
from countin.providers.apple_music.hits import is_by, make_hit
from countin.providers.apple_music.ids import read_release_id, storefront_of
from countin.providers.contract import Hit, Release
from countin.providers.reading import (
    JsonObject,
    is_before_its_day,
    is_on_its_day,
    object_in,
    objects_in,
    read_object,
    same_isrc,
    same_upc,
    text_in,
    upc_spellings,
)

_ARTISTS = {"include": "artists"}


class Catalogue:
    """Every look-up that Apple offers for a release, by id and by code."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """What the storefront shows now: the pinned release or its equivalent there; where
        neither is, and where nothing is pinned, by UPC; by ISRC where that is all we know."""
        kind, found = await self._find_all(release, storefront=storefront_of(market))
        hits = [make_hit(item, kind=kind) for item in found if is_out(item, now=now)]
        return [hit for hit in hits if is_by(release, hit)]

    async def find_upcoming(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """The same look for what stands in the catalogue but is not out: pre-orders."""
        kind, found = await self._find_all(release, storefront=storefront_of(market))
        hits = [make_hit(item, kind=kind) for item in found if not is_out(item, now=now)]
        return [hit for hit in hits if is_by(release, hit)]

    async def _find_all(self, release: Release, *, storefront: str) -> tuple[str, list[JsonObject]]:
        kind, found = "albums", list[JsonObject]()
        if release.pinned_id:
            kind, found = await self._find_pinned(release.pinned_id, storefront=storefront)
        if not found and release.upc and kind == "albums":
            found = await self._find_by_upc(release.upc, storefront=storefront)
        elif not found and release.isrc and not release.pinned_id:
            kind, found = "songs", await self._find_by_isrc(release.isrc, storefront=storefront)
        return kind, found

    async def _find_pinned(
        self, pinned_id: str, *, storefront: str
    ) -> tuple[str, list[JsonObject]]:
        kind, number = read_release_id(pinned_id)
        path = f"catalog/{storefront}/{kind}"
        found = await self._look(f"{path}/{number}", params=_ARTISTS)
        return kind, found or await self._look(
            path, params={"filter[equivalents]": number, **_ARTISTS}
        )

    async def _find_by_upc(self, upc: str, *, storefront: str) -> list[JsonObject]:
        for spelling in upc_spellings(upc):
            params = {"filter[upc]": spelling, **_ARTISTS}
            albums = await self._look(f"catalog/{storefront}/albums", params=params)
            if found := [album for album in albums if same_upc(_attribute(album, "upc"), upc)]:
                return found
        return []

    async def _find_by_isrc(self, isrc: str, *, storefront: str) -> list[JsonObject]:
        params = {"filter[isrc]": isrc.replace("-", "").upper(), **_ARTISTS}
        songs = await self._look(f"catalog/{storefront}/songs", params=params)
        return [song for song in songs if same_isrc(_attribute(song, "isrc"), isrc)]

    async def _look(self, path: str, *, params: dict[str, str]) -> list[JsonObject]:
        answer = await self._calls.ask_catalogue(path, params=params)
        # A storefront that does not know an id, or a filter, shows nothing.
        if is_not_there(answer) or (answer.status == 400 and "filter[equivalents]" in params):
            return []
        if answer.status != 200:
            raise catalogue_error(answer, http=self._calls.http)
        return objects_in(read_object(answer), "data")


def is_out(item: JsonObject, *, now: datetime) -> bool:
    """Whether an album or song in the catalogue can be heard now. Pre-orders stand there for
    weeks, incomplete; once their day has passed everywhere, an incomplete album is one that
    lacks a track here, but is out. A song that can be played is out."""
    attributes = object_in(item, "attributes")
    day, is_complete = text_in(attributes, "releaseDate"), attributes.get("isComplete")
    if is_complete is True:
        return True
    if is_before_its_day(day, now=now):
        return is_complete is None and bool(object_in(attributes, "playParams"))
    return is_complete is None or not (is_on_its_day(day, now=now) or not day)


def _attribute(item: JsonObject, name: str) -> str:
    return text_in(object_in(item, "attributes"), name)
