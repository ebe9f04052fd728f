"""Writing to a fan's library, safe to repeat; every call is about one URI. Reading a canary's."""

from countin.providers.contract import Access, Saved, TryLater
from countin.providers.http import Answer, Http
from countin.providers.spotify.answers import (
    follow_error,
    is_done,
    library_error,
    reading_error,
)
from countin.providers.spotify.ids import read_artist_id, read_release_uri
from countin.providers.spotify.options import SpotifyOptions


class Library:
    """Saves, follows and takes back, for a fan's access."""

    def __init__(self, options: SpotifyOptions, *, http: Http) -> None:
        self._base, self._is_extended = options.api_url, options.is_extended
        self._http = http

    async def save(self, access: Access, *, release_id: str) -> Saved:
        """The answer is the proof: no fan is asked to let us read."""
        answer = await self._write("PUT", access, uri=_release_uri(release_id))
        if is_done(answer):
            return Saved.SAVED
        raise library_error(answer, http=self._http, is_extended=self._is_extended)

    async def take_back(self, access: Access, *, release_id: str) -> None:
        """Taking back what is not there is no error."""
        answer = await self._write("DELETE", access, uri=_release_uri(release_id))
        if not is_done(answer):
            raise library_error(answer, http=self._http, is_extended=self._is_extended)

    async def follow(self, access: Access, *, artist_id: str) -> None:
        """In a call of its own: a refusal must not cost the save. The reference does not list
        artists among what /me/library saves; where it says 400, the older address may do."""
        bare = read_artist_id(artist_id)
        answer = await self._write("PUT", access, uri=f"spotify:artist:{bare}")
        if answer.status == 400:
            answer = await self._call(
                "PUT", "me/following", access, params={"type": "artist", "ids": bare}
            )
        if not is_done(answer):
            raise follow_error(answer, http=self._http, is_extended=self._is_extended)

    async def has(self, access: Access, *, release_id: str) -> bool:
        """Whether it is there, for an access that may read. Raises Refused for any other."""
        answer = await self._call(
            "GET", "me/library/contains", access, params={"uris": _release_uri(release_id)}
        )
        if answer.status != 200:
            raise reading_error(answer, http=self._http, is_extended=self._is_extended)
        told = answer.json()
        if not isinstance(told, list) or len(told) != 1 or not isinstance(told[0], bool):
            raise TryLater("Spotify's answer about the library can't be read.")
        return told[0]

    async def _write(self, method: str, access: Access, *, uri: str) -> Answer:
        # In the query, not in a body: a body alone is answered with 400.
        return await self._call(method, "me/library", access, params={"uris": uri})

    async def _call(
        self, method: str, path: str, access: Access, *, params: dict[str, str]
    ) -> Answer:
        return await self._http.request(
            method,
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {access.token}"},
            params=params,
        )


def _release_uri(release_id: str) -> str:
    kind, bare = read_release_uri(release_id)
    return f"spotify:{kind}:{bare}"
