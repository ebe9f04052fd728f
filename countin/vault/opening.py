"""Opening and re-sealing: for the worker alone, which holds the private keys."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from countin.vault.contexts import Context, bind
from countin.vault.envelopes import (
    HPKE,
    Algorithm,
    BrokenEnvelope,
    Envelope,
    read_envelope,
    write_header,
)
from countin.vault.keys import KeyRing, PrivateKey

# 96 random bits: a collision is improbable up to some 2**32 re-sealings under one key.
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """These bytes do not open: changed, cut off, moved from another row, or sealed under a
    key that is not in the ring. Says which key they name, never what is in them."""


class Opener:
    """Opens what was sealed for any key of the ring; re-seals under its current key."""

    def __init__(self, ring: KeyRing) -> None:
        self._keys = {key.id: _OpeningKeys(key) for key in ring}
        self.current_id = ring.current.id

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Every key that opens here, the current one first."""
        return tuple(self._keys)

    def __repr__(self) -> str:
        return f"<Opener {', '.join(self._keys)}>"

    def open(self, sealed: bytes | memoryview, *, context: Context) -> str:
        """The secret. Raises CannotOpen."""
        try:
            envelope = read_envelope(bytes(sealed))
        except BrokenEnvelope:
            raise CannotOpen("These bytes were not sealed by this vault.") from None
        keys = self._keys.get(envelope.key_id)
        if keys is None:
            raise CannotOpen(
                f"No private key {envelope.key_id} here. Put the old key back into the ring."
            )
        try:
            plaintext = keys.decrypt(envelope, info=bind(context, header=envelope.header))
        except (InvalidTag, ValueError):
            raise CannotOpen(
                f"A secret sealed under key {envelope.key_id} was changed, or is another row's."
            ) from None
        return plaintext.decode(errors="surrogatepass")

    def reseal(self, secret: str, *, context: Context) -> bytes:
        """Seal what the worker itself received (a rotated secret): some twenty times quicker
        than by HPKE, and opened only by a holder of the private key."""
        header = write_header(Algorithm.WORKER, key_id=self.current_id)
        nonce = os.urandom(_NONCE_BYTES)
        plaintext = secret.encode(errors="surrogatepass")  # as in `Sealer.seal`
        info = bind(context, header=header)
        return header + nonce + self._keys[self.current_id].worker.encrypt(nonce, plaintext, info)

    def renew(self, sealed: bytes | memoryview, *, context: Context) -> bytes | None:
        """The same secret under the current key; None where these bytes don't open."""
        try:
            return self.reseal(self.open(sealed, context=context), context=context)
        except CannotOpen:
            return None


class _OpeningKeys:
    """A private key and the worker's key derived from it, ready for use."""

    def __init__(self, key: PrivateKey) -> None:
        self.hpke: X25519PrivateKey = key.opening_key
        derived = HKDF(SHA256(), length=32, salt=None, info=b"countin.vault worker key 1")
        self.worker = AESGCM(derived.derive(key.raw))

    def decrypt(self, envelope: Envelope, *, info: bytes) -> bytes:
        """Raises InvalidTag, or ValueError for a ciphertext too short or a bad point."""
        if envelope.algorithm is Algorithm.HPKE:
            return HPKE.decrypt(envelope.ciphertext, self.hpke, info=info)
        nonce, ciphertext = envelope.ciphertext[:_NONCE_BYTES], envelope.ciphertext[_NONCE_BYTES:]
        return self.worker.decrypt(nonce, ciphertext, info)
