"""Saying who pushes (VAPID, RFC 8292): a short-lived token signed with this installation's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from countin.messaging.web_push.texts import BrokenText, to_bytes, to_text

_KEY_BYTES = 32
# Push services refuse more than 24 hours; clocks differ.
_GOOD_FOR = timedelta(hours=12)


class NoVapidKey(ValueError):
    """A text that is not the key it should be. Never quotes the text."""


@dataclass(frozen=True)
class VapidKey:
    """The installation's own key pair. Browsers bind a subscription to its public half, so
    losing it loses every subscription."""

    raw: bytes = field(repr=False)

    @classmethod
    def make(cls) -> VapidKey:
        """A new one."""
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        return cls(number.to_bytes(_KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> VapidKey:
        """Read what `as_text` wrote. Raises NoVapidKey."""
        try:
            raw = to_bytes(text.strip())
            key = cls(raw)
            _public = key.public_text
        except (BrokenText, ValueError):
            raise NoVapidKey("The push key is cut off or mistyped. Put the key back.") from None
        if len(raw) != _KEY_BYTES:
            raise NoVapidKey("The push key is cut off or mistyped. Put the key back.")
        return key

    def as_text(self) -> str:
        """Secret, one line."""
        return to_text(self.raw)

    @property
    def public_text(self) -> str:
        """What pages hand to the browser as `applicationServerKey`."""
        public = self._signing_key.public_key()
        return to_text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization_for(self, endpoint: str, *, contact: str, now: datetime) -> str:
        """The Authorization header for one endpoint. `contact` is a mailto: or https: address
        by which the push service reaches the operator."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + _GOOD_FOR).timestamp()),
            "sub": contact,
        }
        token = jwt.encode(claims, self._signing_key, algorithm="ES256")
        return f"vapid t={token}, k={self.public_text}"

    @property
    def _signing_key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.raw), ec.SECP256R1())
