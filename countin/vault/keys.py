"""The vault's keys: a public one that seals, private ones that open, and their text forms."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_KEY_BYTES = 32
# Any 32 bytes are a valid key of either sort: without these marks, swapped settings would
# hand the private key to the web process and nobody would notice.
_PUBLIC_MARK: Final = "public-"
_PRIVATE_MARK: Final = "private-"


class NoVaultKey(ValueError):
    """A text that is not the key it should be. Never quotes the text."""


@dataclass(frozen=True)
class PublicKey:
    """Seals. Not secret."""

    raw: bytes

    def __post_init__(self) -> None:
        _check_length(self.raw, sort="public")

    @classmethod
    def from_text(cls, text: str) -> PublicKey:
        """Read what `as_text` wrote. Raises NoVaultKey."""
        return cls(_decode(text, mark=_PUBLIC_MARK, sort="public"))

    def as_text(self) -> str:
        """One short line, fit for an environment variable."""
        return _PUBLIC_MARK + _encode(self.raw)

    @property
    def id(self) -> str:
        """Eight hex digits that name this key and its private half."""
        return hashlib.sha256(self.raw).hexdigest()[:8]

    @property
    def sealing_key(self) -> X25519PublicKey:
        """The key as `cryptography` wants it."""
        return X25519PublicKey.from_public_bytes(self.raw)


@dataclass(frozen=True)
class PrivateKey:
    """Opens. For the worker alone; `repr` shows its id only."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_length(self.raw, sort="private")

    def __repr__(self) -> str:
        return f"<PrivateKey {self.id}>"

    @classmethod
    def from_text(cls, text: str) -> PrivateKey:
        """Read what `as_text` wrote. Raises NoVaultKey."""
        return cls(_decode(text, mark=_PRIVATE_MARK, sort="private"))

    def as_text(self) -> str:
        """The secret itself in one short line: for a file of mode 0600 or the environment."""
        return _PRIVATE_MARK + _encode(self.raw)

    @property
    def id(self) -> str:
        """The id of its public half."""
        return self.public_key.id

    @property
    def public_key(self) -> PublicKey:
        """The half that may be given to the web process."""
        return PublicKey(self.opening_key.public_key().public_bytes_raw())

    @property
    def opening_key(self) -> X25519PrivateKey:
        """The key as `cryptography` wants it."""
        return X25519PrivateKey.from_private_bytes(self.raw)


@dataclass(frozen=True)
class KeyRing:
    """The key that is in use, and old ones that still open what they once sealed."""

    current: PrivateKey
    old: tuple[PrivateKey, ...] = ()

    @classmethod
    def from_text(cls, text: str) -> KeyRing:
        """Read keys parted by blanks, line ends or commas, the current one first;
        one that is given twice counts once. Raises NoVaultKey."""
        given = [PrivateKey.from_text(part) for part in text.replace(",", " ").split()]
        keys = list({key.id: key for key in given}.values())
        if not keys:
            raise NoVaultKey("The vault's private key is empty. Put back the key from your backup.")
        return cls(current=keys[0], old=tuple(keys[1:]))

    def as_text(self) -> str:
        """All keys, secret, the current one first, one a line."""
        return "\n".join(key.as_text() for key in self)

    def __iter__(self) -> Iterator[PrivateKey]:
        yield self.current
        yield from self.old


def make_keypair() -> tuple[PrivateKey, PublicKey]:
    """A new pair from the system's own randomness."""
    private = PrivateKey(X25519PrivateKey.generate().private_bytes_raw())
    return private, private.public_key


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str, *, mark: str, sort: str) -> bytes:
    text = text.strip()
    if not text.startswith(mark):
        raise NoVaultKey(
            f"The vault's {sort} key must begin with “{mark}”. Check that the two keys "
            "are not swapped, or put back the key from your backup."
        )
    body = text.removeprefix(mark)
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _broken(sort) from None  # the cause would quote the text
    # Spare bits of the last character must be zero: a key has one spelling.
    if _encode(raw) != body:
        raise _broken(sort)
    return raw


def _check_length(raw: bytes, *, sort: str) -> None:
    if len(raw) != _KEY_BYTES:
        raise _broken(sort)


def _broken(sort: str) -> NoVaultKey:
    return NoVaultKey(
        f"The vault's {sort} key is cut off or mistyped. Put back the key from your backup."
    )
