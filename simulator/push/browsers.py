"""A browser as its push service knows it: keys of its own, and what it could read."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SALT, _SIZE, _POINT = 16, 4, 65
_TAG = 16


class Unreadable(Exception):
    """The browser could not open it; the text says where it broke."""


@dataclass
class Browser:
    """One subscription. `taken` holds what it was notified of, opened and parsed."""

    name: str
    endpoint: str
    server_key: str  # the applicationServerKey it was made with; empty: any
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    auth: bytes = field(repr=False)
    taken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def point(self) -> bytes:
        """Its public key, as it hands it over."""
        public = self.key.public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        keys = {"p256dh": encode(self.point), "auth": encode(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def take(self, body: bytes) -> None:
        """As a browser on whose screen it then stands. Raises Unreadable."""
        try:
            self.taken.append(json.loads(self.open(body)))
        except ValueError as error:
            raise Unreadable("no JSON") from error

    def open(self, body: bytes) -> bytes:
        """RFC 8291 with one record of RFC 8188, by hand. Raises Unreadable."""
        start = _SALT + _SIZE + 1
        if len(body) < start + _POINT + _TAG + 1:
            raise Unreadable("too short")
        salt, size = body[:_SALT], int.from_bytes(body[_SALT : _SALT + _SIZE])
        sender, sealed = body[start : start + _POINT], body[start + _POINT :]
        if body[start - 1] != _POINT or len(sealed) > size:
            raise Unreadable("not one record with a key in front")
        content_key, nonce = self._derive(sender, salt=salt)
        try:
            padded = AESGCM(content_key).decrypt(nonce, sealed, None)
        except InvalidTag:
            raise Unreadable("sealed for somebody else") from None
        text = padded.rstrip(b"\0")
        if not text.endswith(b"\x02"):
            raise Unreadable("no mark of the last record")
        return text[:-1]

    def _derive(self, sender: bytes, *, salt: bytes) -> tuple[bytes, bytes]:
        try:
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        except ValueError:
            raise Unreadable("the sender's key is no point") from None
        shared = self.key.exchange(ec.ECDH(), point)
        first = _mac(self.auth, shared)
        secret = _mac(first, b"WebPush: info\0" + self.point + sender + b"\x01")
        second = _mac(salt, secret)
        content_key = _mac(second, b"Content-Encoding: aes128gcm\0\x01")[:16]
        return content_key, _mac(second, b"Content-Encoding: nonce\0\x01")[:12]


def make_browser(name: str, *, endpoint: str, server_key: str = "") -> Browser:
    """New keys, as a browser makes them when it is asked to subscribe."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Browser(name, endpoint, server_key, key, os.urandom(16))


def encode(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Its reverse."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _mac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
