"""A service that saves with keys of the installation's own: what all of them have in common, so
that each one's class says what is its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from countin.providers.contract import Access, Hit, Mode, Release, Saved
from countin.providers.gate import Gate


class Keys(Protocol):
    """The options of such a service."""

    @property
    def client_id(self) -> str:
        """The account at the service under which we call; "" without keys."""

    @property
    def has_key(self) -> bool:
        """There are keys to call with."""


class Library(Protocol):
    """What is written for a fan; each as the contract of a provider says."""

    async def save(self, access: Access, *, release_id: str) -> Saved: ...
    async def follow(self, access: Access, *, artist_id: str) -> None: ...
    async def take_back(self, access: Access, *, release_id: str) -> None: ...


class KeyedProvider:
    """With keys every fan connects and releases are looked up; without, fans are reminded. What
    differs at a service is said in its class."""

    def __init__(self, *, keys: Keys, library: Library, gate: Gate) -> None:
        self._keys = keys
        self._library = library
        self.gate = gate

    @property
    def client_id(self) -> str:
        return self._keys.client_id

    @property
    def can_look(self) -> bool:
        return self._keys.has_key

    @property
    def public_mode(self) -> Mode:
        return self.guest_mode

    @property
    def guest_mode(self) -> Mode:
        return Mode.DIRECT if self._keys.has_key else Mode.REMIND

    async def find_upcoming(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """Most services show nothing of releases to come, or say nothing of how they do."""
        return ()

    async def save(self, access: Access, *, release_id: str) -> Saved:
        return await self._library.save(access, release_id=release_id)

    async def follow(self, access: Access, *, artist_id: str) -> None:
        await self._library.follow(access, artist_id=artist_id)

    async def take_back(self, access: Access, *, release_id: str) -> None:
        await self._library.take_back(access, release_id=release_id)
