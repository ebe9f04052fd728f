"""The vault's sealer and opener of a process that lives longer than a key is in use.

They look at the key files before each use (about five microseconds) and read them anew once they
changed. A new private key is there before the new public one, so that whatever a page seals
opens.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from countin.config.environment import Values
from countin.config.keys import (
    PRIVATE,
    PUBLIC,
    RETIRED,
    keys_dir,
    read_key_ring,
    read_public_key,
    vault_keys_are_files,
)
from countin.vault.contexts import Context
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer

_Tool = TypeVar("_Tool")
_Marks = tuple[tuple[int, int, int] | None, ...]


class _Followed(Generic[_Tool]):
    """What is made of some files, made anew when one of them is another than it was."""

    def __init__(self, files: tuple[Path, ...], *, make: Callable[[], _Tool]) -> None:
        self._files, self._make = files, make
        self._seen: tuple[_Marks, _Tool] = (self._look(), make())

    def get(self) -> _Tool:
        marks, tool = self._seen
        if (found := self._look()) != marks:
            # Looked at first, read then: what changes in between is seen the next time.
            tool = self._make()
            self._seen = (found, tool)
        return tool

    def _look(self) -> _Marks:
        return tuple(_mark(path) for path in self._files)


class FollowingSealer:
    """Seals under the public key that is in use now."""

    def __init__(self, values: Values, *, data_dir: Path) -> None:
        files = (keys_dir(data_dir) / PUBLIC,) if vault_keys_are_files(values) else ()
        self._followed = _Followed(
            files, make=lambda: Sealer(read_public_key(values, data_dir=data_dir))
        )

    def seal(self, secret: str, *, context: Context) -> bytes:
        """As `Sealer.seal`."""
        return self._followed.get().seal(secret, context=context)


class FollowingOpener:
    """Opens with the ring as it is now. For the worker alone."""

    def __init__(self, values: Values, *, data_dir: Path) -> None:
        folder = keys_dir(data_dir)
        files = () if values["COUNTIN_VAULT_PRIVATE_KEY"] else (folder / PRIVATE, folder / RETIRED)
        self._followed = _Followed(
            files, make=lambda: Opener(read_key_ring(values, data_dir=data_dir))
        )

    @property
    def current_id(self) -> str:
        """Names the key that seals now."""
        return self._followed.get().current_id

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Names every key that opens, the current one first."""
        return self._followed.get().key_ids

    def open(self, sealed: bytes | memoryview, *, context: Context) -> str:
        """As `Opener.open`."""
        return self._followed.get().open(sealed, context=context)

    def reseal(self, secret: str, *, context: Context) -> bytes:
        """As `Opener.reseal`."""
        return self._followed.get().reseal(secret, context=context)

    def renew(self, sealed: bytes | memoryview, *, context: Context) -> bytes | None:
        """As `Opener.renew`."""
        return self._followed.get().renew(sealed, context=context)


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size)
