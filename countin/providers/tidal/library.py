"""Writing to a fan's collection, safe to repeat; every call is about one item."""

import secrets
from collections import OrderedDict
from itertools import count

from countin.providers.contract import Access, Refused, Saved, TryLater
from countin.providers.http import Answer, Http
from countin.providers.reading import object_in, objects_in, read_object, text_in
from countin.providers.tidal.answers import DUPLICATE, collection_error, error_codes
from countin.providers.tidal.catalogue import MEDIA
from countin.providers.tidal.ids import read_artist_id, read_release_id
from countin.providers.tidal.options import TidalOptions

_COLLECTIONS = {"albums": "Albums", "tracks": "Tracks", "artists": "Artists"}
# Beyond, the oldest lost answer is asked for under a new key: nothing is done twice by that.
_MOST_LOST = 10_000


class Library:
    """Saves, follows and takes back, for a fan's access."""

    def __init__(self, options: TidalOptions, *, http: Http) -> None:
        self._base = options.api_url
        self._http = http
        self._keys = Keys()

    async def save(self, access: Access, *, release_id: str) -> Saved:
        """The answer is the proof, once it says that nothing was skipped, or was there already."""
        kind, bare = read_release_id(release_id)
        await self._add(access, kind=kind, bare=bare)
        return Saved.SAVED

    async def follow(self, access: Access, *, artist_id: str) -> None:
        """To follow is to have the artist in the collection."""
        await self._add(access, kind="artists", bare=read_artist_id(artist_id))

    async def take_back(self, access: Access, *, release_id: str) -> None:
        """Taking back what is not there is no error."""
        kind, bare = read_release_id(release_id)
        answer = await self._write("DELETE", access, kind=kind, bare=bare)
        if answer.status not in (200, 204):
            raise collection_error(answer, http=self._http)

    async def _add(self, access: Access, *, kind: str, bare: str) -> None:
        answer = await self._write("POST", access, kind=kind, bare=bare)
        if answer.status == 409 and DUPLICATE in error_codes(answer):
            return
        if answer.status != 200:
            raise collection_error(answer, http=self._http)
        _check_skipped(answer, bare=bare)

    async def _write(self, method: str, access: Access, *, kind: str, bare: str) -> Answer:
        address = f"{self._base}/userCollection{_COLLECTIONS[kind]}/me/relationships/items"
        what = (access.account_id or access.token, method, kind, bare)
        key = self._keys.take(what)
        answer = await self._http.request(
            method,
            address,
            headers={
                "Authorization": f"Bearer {access.token}",
                "Accept": MEDIA,
                "Content-Type": MEDIA,
                "Idempotency-Key": key,
            },
            json={"data": [{"id": bare, "type": kind}]},
        )
        if answer.status < 500:
            self._keys.forget(what)
        return answer


class Keys:
    """Idempotency keys: another for every change, the same again where the answer was lost.

    TIDAL replays an answer for an hour, "not found" as well, so a key that was answered is never
    used again: what is not out yet would stay so for an hour, and what was taken back would seem
    saved.
    """

    def __init__(self) -> None:
        self._start = secrets.token_hex(8)
        self._next = count()
        self._open: OrderedDict[tuple[str, ...], str] = OrderedDict()

    def take(self, what: tuple[str, ...]) -> str:
        """The key under which to ask for this change now."""
        key = self._open.setdefault(what, f"{self._start}-{next(self._next)}")
        if len(self._open) > _MOST_LOST:
            self._open.popitem(last=False)
        return key

    def forget(self, what: tuple[str, ...]) -> None:
        """It was answered."""
        self._open.pop(what, None)


def _check_skipped(answer: Answer, *, bare: str) -> None:
    skipped = objects_in(object_in(read_object(answer), "meta"), "skipped")
    for reason in (text_in(one, "reason") for one in skipped if text_in(one, "id") == bare):
        if reason == "NOT_FOUND":
            raise TryLater("TIDAL does not show it to this fan yet.")
        if reason != "ALREADY_PRESENT":
            raise Refused("TIDAL skipped it, for a reason that is new to us.")
