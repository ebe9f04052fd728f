"""Message encryption for web push (RFC 8291), in one record of aes128gcm (RFC 8188)."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from countin.messaging.web_push.browsers import BrowserKeys

_SALT_BYTES = 16
_RECORD_SIZE = 4096
# Push services take 4096 bytes of body; what remains after header, padding mark and tag.
LARGEST_TEXT = 3993
_LAST_RECORD = b"\x02"


def encrypt(
    text: bytes,
    *,
    browser: BrowserKeys,
    one_time_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message: only this browser can read it. Key and salt are new for
    every message; they are given only to compare with the RFC's example."""
    assert len(text) <= LARGEST_TEXT
    key = one_time_key or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(_SALT_BYTES)
    own = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser.public_key)
    shared = key.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + browser.public_key + own
    secret = _derive(shared, salt=browser.auth, info=info, length=32)
    content_key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + _RECORD_SIZE.to_bytes(4) + len(own).to_bytes(1) + own
    return header + AESGCM(content_key).encrypt(nonce, text + _LAST_RECORD, None)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(secret)
