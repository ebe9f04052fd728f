"""Sealing: what every process may do, since the public key cannot open."""

from countin.vault.contexts import Context, bind
from countin.vault.envelopes import HPKE, Algorithm, write_header
from countin.vault.keys import PublicKey


class Sealer:
    """Seals secrets for the worker."""

    def __init__(self, public_key: PublicKey) -> None:
        self._key = public_key.sealing_key
        self._header = write_header(Algorithm.HPKE, key_id=public_key.id)

    def seal(self, secret: str, *, context: Context) -> bytes:
        """Bytes that only the private key opens, and only in this context. Sealing the same
        secret twice gives different bytes."""
        info = bind(context, header=self._header)
        # A lone surrogate may come out of a service's JSON; the usual UnicodeEncodeError
        # would carry the whole secret.
        plaintext = secret.encode(errors="surrogatepass")
        return self._header + HPKE.encrypt(plaintext, self._key, info=info)
