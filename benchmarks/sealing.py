"""The vault against the cryptography below it."""

import os
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.measuring import Ratio, compare
from countin.vault.contexts import Context
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer

_TIMES = 1000
_SECRET = "s" * 131  # as long as a refresh token
_CONTEXT = Context(kind="grant", provider="spotify", owner="1")


def measure() -> Iterator[Ratio]:
    private, public = make_keypair()
    sealer, opener = Sealer(public), Opener(KeyRing(current=private, old=()))
    sealed = sealer.seal(_SECRET, context=_CONTEXT)
    yield compare(
        "seal a grant, against two X25519 operations",
        bare=lambda: [_bare_seal() for _ in range(_TIMES)],
        ours=lambda: [sealer.seal(_SECRET, context=_CONTEXT) for _ in range(_TIMES)],
        times=_TIMES,
    )
    yield compare(
        "open a grant, against one X25519 operation",
        bare=lambda: [_KEY.exchange(_OTHER) for _ in range(_TIMES)],
        ours=lambda: [opener.open(sealed, context=_CONTEXT) for _ in range(_TIMES)],
        times=_TIMES,
    )
    yield compare(
        "re-seal a rotated grant, against AES-256-GCM",
        bare=lambda: [_AES.encrypt(os.urandom(12), _PLAIN, b"") for _ in range(_TIMES)],
        ours=lambda: [opener.reseal(_SECRET, context=_CONTEXT) for _ in range(_TIMES)],
        times=_TIMES,
    )


_KEY = X25519PrivateKey.generate()
_OTHER = X25519PrivateKey.generate().public_key()
_AES = AESGCM(AESGCM.generate_key(256))
_PLAIN = _SECRET.encode()


def _bare_seal() -> bytes:
    """What HPKE can't do without: a new key, and one exchange with it."""
    return X25519PrivateKey.generate().exchange(_OTHER)
