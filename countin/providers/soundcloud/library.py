"""Likes and follows, for a fan's access; safe to repeat."""

from collections.abc import Callable
from datetime import datetime

from countin.providers.contract import Access, Refused, Saved, TryLater
from countin.providers.http import Answer, Http
from countin.providers.soundcloud.answers import follow_error, like_error
from countin.providers.soundcloud.catalogue import Catalogue
from countin.providers.soundcloud.ids import is_set, read_artist_id, read_release_id
from countin.providers.soundcloud.options import SoundCloudOptions

_DONE = (200, 201, 204)


class Library:
    """A like is SoundCloud's save. URNs are found with the app's own token, once for all fans."""

    def __init__(
        self,
        options: SoundCloudOptions,
        *,
        http: Http,
        catalogue: Catalogue,
        now: Callable[[], datetime],
    ) -> None:
        self._base = options.api_url
        self._http = http
        self._catalogue = catalogue
        # Finding a URN needs the app's own token, whose age is judged by this clock.
        self._now = now

    async def save(self, access: Access, *, release_id: str) -> Saved:
        """Only what is public can be liked: else it is not there yet."""
        answer = await self._like("POST", access, release_id=release_id)
        if answer.status not in _DONE:
            raise like_error(answer, http=self._http)
        return Saved.SAVED

    async def take_back(self, access: Access, *, release_id: str) -> None:
        """Taking back what is not there is no error."""
        answer = await self._like("DELETE", access, release_id=release_id)
        if answer.status not in (*_DONE, 404):
            raise like_error(answer, http=self._http)

    async def follow(self, access: Access, *, artist_id: str) -> None:
        """200 and 201 alike say that the fan follows."""
        urn = await self._catalogue.urn_of(read_artist_id(artist_id), now=self._now())
        if not urn:
            raise Refused("SoundCloud knows no artist by this link.")
        answer = await self._call("PUT", f"/me/followings/{urn}", access)
        if answer.status not in _DONE:
            raise follow_error(answer, http=self._http)

    async def _like(self, method: str, access: Access, *, release_id: str) -> Answer:
        path = read_release_id(release_id)
        urn = await self._catalogue.urn_of(path, now=self._now())
        if not urn:
            raise TryLater("SoundCloud does not show it yet.")
        place = "/likes/playlists" if is_set(path) else "/likes/tracks"
        return await self._call(method, f"{place}/{urn}", access)

    async def _call(self, method: str, path: str, access: Access) -> Answer:
        return await self._http.request(
            method, f"{self._base}{path}", headers={"Authorization": f"OAuth {access.token}"}
        )
