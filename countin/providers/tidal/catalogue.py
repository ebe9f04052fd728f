"""Looking for a release in one country of TIDAL's catalogue, with the app's own token."""

from collections.abc import Sequence
from datetime import datetime

from countin.providers.contract import Hit, Release
from countin.providers.http import Answer, Http
from countin.providers.oauth import AppToken
from countin.providers.reading import (
    JsonObject,
    is_before_its_day,
    object_in,
    objects_in,
    read_object,
    same_isrc,
    same_upc,
    text_in,
    upc_spellings,
)
from countin.providers.tidal.answers import catalogue_error
from countin.providers.tidal.hits import hit_from, is_by
from countin.providers.tidal.ids import read_release_id
from countin.providers.tidal.options import TidalOptions

MEDIA = "application/vnd.api+json"
# A country has to be named: TIDAL shows a catalogue a country.
_USUAL_COUNTRY = "US"


class Catalogue:
    """Every look-up that TIDAL offers for a release, by id and by code."""

    def __init__(self, options: TidalOptions, *, http: Http, app_token: AppToken) -> None:
        self._base = options.api_url
        self._http = http
        self._app_token = app_token

    async def find(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """What the market shows now: by the pinned id where there is one, else by barcode, else
        by ISRC. A code is no second try for another: one recording is on many releases."""
        if release.pinned_id:
            kind, bare = read_release_id(release.pinned_id)
            told = await self._ask(f"{kind}/{bare}", params={}, market=market, now=now)
            found = [object_in(told, "data")] if told else []
            return self._hits(found, told=told, release=release, now=now)
        if release.upc:
            return await self._find_by_upc(release, market=market, now=now)
        if release.isrc:
            isrc = release.isrc.replace("-", "").upper()
            params = {"filter[isrc]": isrc}
            told = await self._ask("tracks", params=params, market=market, now=now)
            found = [one for one in objects_in(told, "data") if _is_isrc(one, isrc=isrc)]
            return self._hits(found, told=told, release=release, now=now)
        return []

    async def _find_by_upc(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        for upc in upc_spellings(release.upc or ""):
            params = {"filter[barcodeId]": upc}
            told = await self._ask("albums", params=params, market=market, now=now)
            found = [one for one in objects_in(told, "data") if _is_barcode(one, upc=upc)]
            if hits := self._hits(found, told=told, release=release, now=now):
                return hits
        return []

    def _hits(
        self, found: list[JsonObject], *, told: JsonObject, release: Release, now: datetime
    ) -> list[Hit]:
        included = objects_in(told, "included")
        hits = [
            hit_from(one, included=included)
            for one in found
            if _is_out(one, included=included, now=now)
        ]
        return [hit for hit in hits if is_by(release.artist_id, hit)]

    async def _ask(
        self, path: str, *, params: dict[str, str], market: str, now: datetime
    ) -> JsonObject:
        """The document; empty for what is not there."""
        include = "artists,albums" if path.startswith("tracks") else "artists"
        query = {**params, "countryCode": market or _USUAL_COUNTRY, "include": include}
        answer = await self._get(path, params=query, now=now)
        if answer.status == 404:
            return {}
        if answer.status != 200:
            raise catalogue_error(answer, http=self._http)
        return read_object(answer)

    async def _get(self, path: str, *, params: dict[str, str], now: datetime) -> Answer:
        token = await self._app_token.get(now=now)
        answer = await self._http.request(
            "GET",
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {token}", "Accept": MEDIA},
            params=params,
        )
        if answer.status == 401:
            self._app_token.forget(token)
        return answer


def _is_barcode(album: JsonObject, *, upc: str) -> bool:
    return same_upc(text_in(object_in(album, "attributes"), "barcodeId"), upc)


def _is_isrc(track: JsonObject, *, isrc: str) -> bool:
    return same_isrc(text_in(object_in(track, "attributes"), "isrc"), isrc)


def _is_out(item: JsonObject, *, included: list[JsonObject], now: datetime) -> bool:
    """Signs that are absent speak for it; a day to come speaks against it."""
    if not item:
        return False
    attributes = object_in(item, "attributes")
    availability = attributes.get("availability")
    if isinstance(availability, list) and "STREAM" not in availability:
        return False
    albums = (item, *_albums_of(item, included=included))
    days = (text_in(object_in(album, "attributes"), "releaseDate") for album in albums)
    return not any(is_before_its_day(day, now=now) for day in days)


def _albums_of(item: JsonObject, *, included: list[JsonObject]) -> list[JsonObject]:
    named = objects_in(object_in(object_in(item, "relationships"), "albums"), "data")
    ids = {text_in(one, "id") for one in named}
    return [one for one in included if one.get("type") == "albums" and text_in(one, "id") in ids]
