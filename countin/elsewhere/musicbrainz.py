"""MusicBrainz: links that its editors put to a release, found by its barcode.

Core data is CC0. The service asks for one request a second, for a name of who asks, and is free
where the use is not commercial: https://musicbrainz.org/doc/MusicBrainz_API. So it is asked only
where the operator says so.
"""

import re
from collections.abc import Awaitable, Callable

from countin.elsewhere.catalogs import Codes, Found, Json, rows_of, text_of
from countin.elsewhere.sessions import Session, ask_json

_SURE = 100  # the score of a barcode that is the very same
_MOST = 2  # releases with one barcode that are looked at; each is a request, and a second
_PAUSE_S = 1.1
_MBID = re.compile(r"[0-9a-f-]{36}")
# Where one can hear or have it. Others are reviews, sleeves, encyclopedias.
_WAYS = frozenset({"free streaming", "streaming", "purchase for download", "download for free"})


class MusicBrainz:
    """People write it, mostly after a release is out: before the day it seldom knows anything."""

    name = "musicbrainz"
    label = "MusicBrainz"

    def __init__(self, address: str, *, rest: Callable[[float], Awaitable[None]]) -> None:
        self.address = address
        self._rest = rest

    async def find(self, codes: Codes, *, session: Session) -> list[Found]:
        """Links of releases with this barcode. Raises Unanswered."""
        if not codes.upc:
            return []
        params = {"query": f"barcode:{codes.upc}", "fmt": "json"}
        answer = await ask_json(session, f"{self.address}/ws/2/release", params=params)
        ids = [text_of(row, "id") for row in rows_of(answer, "releases") if _is_sure(row)]
        found: list[Found] = []
        for id in [one for one in ids if _MBID.fullmatch(one)][:_MOST]:
            await self._rest(_PAUSE_S)
            found += await self._links_of(id, session=session)
        return found

    async def _links_of(self, id: str, *, session: Session) -> list[Found]:
        params = {"inc": "url-rels+artist-credits", "fmt": "json"}
        release = await ask_json(session, f"{self.address}/ws/2/release/{id}", params=params)
        title, artist = text_of(release, "title"), _credited(release)
        links = [
            text_of(row, "url", "resource")
            for row in rows_of(release, "relations")
            if text_of(row, "type") in _WAYS and isinstance(row, dict) and not row.get("ended")
        ]
        return [Found(link, title, artist) for link in links if link.startswith("https://")]


def _is_sure(row: Json) -> bool:
    score = row.get("score") if isinstance(row, dict) else None
    return isinstance(score, int) and score >= _SURE


def _credited(release: Json) -> str:
    parts = rows_of(release, "artist-credit")
    return "".join(text_of(part, "name") + text_of(part, "joinphrase") for part in parts)
