"""Finding what a link leads to: its URN, and whether everybody can hear it."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from countin.providers.contract import BadId, Hit, Release, TryLater
from countin.providers.http import Answer, Http
from countin.providers.oauth import AppToken
from countin.providers.reading import JsonObject, link_in, object_in, read_object, text_in
from countin.providers.soundcloud.answers import catalogue_error
from countin.providers.soundcloud.ids import (
    address_of,
    is_set,
    read_artist_id,
    read_release_id,
    spell_artist,
)
from countin.providers.soundcloud.options import SoundCloudOptions

_LOCATION = re.compile(r".*/((?:tracks|playlists|users)/[A-Za-z0-9:%_-]+)(?:[?#].*)?")
_URN = re.compile(r"soundcloud:(?:tracks|playlists|users):[0-9]{1,20}")
# A night saves one release for many fans: its URN is asked for once.
_MOST_KNOWN = 1000


class Catalogue:
    """Every look-up that SoundCloud offers for a release: by its link."""

    def __init__(self, options: SoundCloudOptions, *, http: Http, app_token: AppToken) -> None:
        self._base = options.api_url
        self._http = http
        self._app_token = app_token
        self._urns: OrderedDict[str, str] = OrderedDict()

    async def find(self, release: Release, *, now: datetime) -> Sequence[Hit]:
        """What everybody can hear now. There is no look by UPC or ISRC, and none by market."""
        if not release.pinned_id:
            return []
        release_id = read_release_id(release.pinned_id)
        urn = await self.urn_of(release_id, now=now)
        if not urn:
            return []
        place = "/playlists" if is_set(release_id) else "/tracks"
        answer = await self._get(f"{place}/{urn}", params={}, now=now)
        if answer.status in (403, 404):
            return []
        if answer.status != 200:
            raise catalogue_error(answer, http=self._http)
        found = read_object(answer)
        if not _is_public(found):
            return []
        hit = _hit(found, release_id=release_id)
        wanted = release.artist_id
        return [hit] if not wanted or read_artist_id(wanted) in hit.artist_ids else []

    async def urn_of(self, path: str, *, now: datetime) -> str:
        """The URN of what stands at this address; empty while nothing does."""
        if path in self._urns:
            return self._urns[path]
        answer = await self._get("/resolve", params={"url": address_of(path)}, now=now)
        if answer.status in (403, 404):
            return ""
        if answer.status not in (200, 301, 302, 303, 307, 308):
            raise catalogue_error(answer, http=self._http)
        self._urns[path] = _urn_in(answer)
        if len(self._urns) > _MOST_KNOWN:
            self._urns.popitem(last=False)
        return self._urns[path]

    async def _get(self, path: str, *, params: dict[str, str], now: datetime) -> Answer:
        token = await self._app_token.get(now=now)
        answer = await self._http.request(
            "GET",
            f"{self._base}{path}",
            headers={"Authorization": f"OAuth {token}"},
            params=params,
        )
        if answer.status == 401:
            self._app_token.forget(token)
        return answer


def _urn_in(answer: Answer) -> str:
    """From the redirect's target; from the thing itself where SoundCloud answers with it."""
    if answer.status == 200:
        urn = text_in(read_object(answer), "urn")
    else:
        found = _LOCATION.fullmatch(answer.headers.get("location", ""))
        kind, _, last = found[1].partition("/") if found else ("", "", "")
        last = last.replace("%3A", ":")
        urn = last if last.startswith("soundcloud:") else f"soundcloud:{kind}:{last}"
    if not _URN.fullmatch(urn):
        raise TryLater("SoundCloud's answer about a link can't be read.")
    return urn


def _is_public(item: JsonObject) -> bool:
    return text_in(item, "sharing") in ("public", "") and text_in(item, "access") != "blocked"


def _hit(item: JsonObject, *, release_id: str) -> Hit:
    user = object_in(item, "user")
    try:
        artist_ids: tuple[str, ...] = (spell_artist(text_in(user, "permalink_url")),)
    except BadId:
        artist_ids = ()
    count = item.get("track_count")
    return Hit(
        id=release_id,
        title=text_in(item, "title"),
        artist_name=text_in(item, "metadata_artist") or text_in(user, "username"),
        artist_ids=artist_ids,
        link=link_in(item, "permalink_url", instead=address_of(release_id)),
        note=f"{count} tracks" if isinstance(count, int) else "",
    )
