"""Adding to a fan's library, and reading back. Safe to repeat."""

from typing import NoReturn

from countin.providers.apple_music.answers import is_done, is_not_there
from countin.providers.apple_music.calls import Calls
from countin.providers.apple_music.ids import read_release_id, storefront_of
from countin.providers.contract import Access, Refused, Saved
from countin.providers.reading import objects_in, read_object


class Library:
    """What can be done in a fan's library: add, and see whether it is there."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def save(self, access: Access, *, release_id: str) -> Saved:
        """Apple answers 202 also to what it will silently ignore."""
        kind, number = read_release_id(release_id)
        answer = await self._calls.ask_for_fan(
            "POST", "me/library", access=access, params={f"ids[{kind}]": number}
        )
        if not is_done(answer):
            await self._calls.raise_for_fan(answer)
        return Saved.ACCEPTED

    async def follow(self, access: Access, *, artist_id: str) -> NoReturn:
        raise Refused("Apple Music lets no app follow an artist for a fan.")

    async def take_back(self, access: Access, *, release_id: str) -> NoReturn:
        raise Refused("Apple Music lets no app remove from a library. The fan can.")

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        """Whether the library has a twin of what the catalogue has."""
        kind, number = read_release_id(release_id)
        path = f"catalog/{storefront_of(market)}/{kind}/{number}/library"
        answer = await self._calls.ask_for_fan("GET", path, access=access)
        if is_not_there(answer):
            return False
        if answer.status != 200:
            await self._calls.raise_for_fan(answer)
        return bool(objects_in(read_object(answer), "data"))
