"""Looking for a release in one market of Spotify's catalogue, with the app's own token."""

from collections.abc import Sequence
from datetime import datetime

from countin.providers.contract import Hit, Release
from countin.providers.http import Answer, Http
from countin.providers.oauth import AppToken
from countin.providers.reading import (
    JsonObject,
    object_in,
    objects_in,
    read_object,
    same_isrc,
    same_upc,
    text_in,
    upc_spellings,
)
from countin.providers.spotify.answers import catalogue_error
from countin.providers.spotify.availability import is_shown
from countin.providers.spotify.hits import album_hit, is_by, track_hit
from countin.providers.spotify.ids import read_release_uri
from countin.providers.spotify.options import SpotifyOptions

# The most that one search answers since February 2026.
_HITS = "10"


class Catalogue:
    """Every look-up that Spotify offers for a release, by id and by code."""

    def __init__(self, options: SpotifyOptions, *, http: Http, app_token: AppToken) -> None:
        self._base = options.api_url
        self._http = http
        self._app_token = app_token

    async def find(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """What the market shows now: by the pinned id where there is one, else by UPC, else by
        ISRC. A code is no second try for another: one recording is on many releases."""
        if release.pinned_id:
            return await self._find_pinned(release, market=market, now=now)
        if release.upc:
            return await self._find_by_upc(release, market=market, now=now)
        if release.isrc:
            return await self._find_by_isrc(release, market=market, now=now)
        return []

    async def _find_pinned(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        kind, bare = read_release_uri(release.pinned_id or "")
        found = await self._get_one(f"{kind}s/{bare}", market=market, now=now)
        if found is None or not is_shown(found, market=market, now=now):
            return []
        hit = album_hit(found) if kind == "album" else track_hit(found)
        return [hit] if is_by(release.artist_id, hit) else []

    async def _find_by_upc(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        for upc in upc_spellings(release.upc or ""):
            candidates = await self._search("album", f"upc:{upc}", market=market, now=now)
            # Whoever a search shows as the artist, the album itself has the last word.
            hits = [
                hit
                for candidate in candidates
                if is_by(release.artist_id, album_hit(candidate))
                and (album := await self._get_shown(candidate, market=market, now=now))
                and is_by(release.artist_id, hit := album_hit(album))
                and _has_upc(album, release)
            ]
            if hits:
                return hits
        return []

    async def _get_shown(
        self, candidate: JsonObject, *, market: str, now: datetime
    ) -> JsonObject | None:
        # A search shows albums without their codes, and matches more than it was asked for.
        album = await self._get_one(f"albums/{text_in(candidate, 'id')}", market=market, now=now)
        return album if album and is_shown(album, market=market, now=now) else None

    async def _find_by_isrc(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        isrc = (release.isrc or "").replace("-", "").upper()
        tracks = await self._search("track", f"isrc:{isrc}", market=market, now=now)
        return [
            track_hit(track)
            for track in tracks
            if is_by(release.artist_id, track_hit(track))
            and _has_isrc(track, release)
            and is_shown(track, market=market, now=now)
        ]

    async def _search(
        self, kind: str, query: str, *, market: str, now: datetime
    ) -> list[JsonObject]:
        params = {"type": kind, "q": query, "limit": _HITS, **_of(market)}
        answer = await self._get("search", params=params, now=now)
        if answer.status != 200:
            raise catalogue_error(answer, http=self._http)
        return objects_in(object_in(read_object(answer), f"{kind}s"), "items")

    async def _get_one(self, path: str, *, market: str, now: datetime) -> JsonObject | None:
        answer = await self._get(path, params=_of(market), now=now)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise catalogue_error(answer, http=self._http)
        return read_object(answer)

    async def _get(self, path: str, *, params: dict[str, str], now: datetime) -> Answer:
        answer = await self._get_once(path, params=params, now=now)
        if answer.status == 401:
            # The token ended early: one more, then the answer stands.
            answer = await self._get_once(path, params=params, now=now)
        return answer

    async def _get_once(self, path: str, *, params: dict[str, str], now: datetime) -> Answer:
        token = await self._app_token.get(now=now)
        answer = await self._http.request(
            "GET",
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {token}"},
            params=params,
        )
        if answer.status == 401:
            self._app_token.forget(token)
        return answer


def _has_upc(album: JsonObject, release: Release) -> bool:
    codes = object_in(album, "external_ids")
    told = [code for name in ("upc", "ean") if (code := text_in(codes, name))]
    if not told:
        return _trusts_search(release)
    return any(same_upc(code, release.upc or "") for code in told)


def _has_isrc(track: JsonObject, release: Release) -> bool:
    told = text_in(object_in(track, "external_ids"), "isrc")
    return same_isrc(told, release.isrc or "") if told else _trusts_search(release)


def _trusts_search(release: Release) -> bool:
    # Codes were once dropped from the answers, for a month. Then the search's word is taken,
    # but only for a hit of the artist consented to.
    return release.artist_id is not None


def _of(market: str) -> dict[str, str]:
    return {"market": market} if market else {}
