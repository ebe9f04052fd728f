"""What a browser hands over when it may be notified: an address and two keys."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from countin.messaging.web_push.endpoints import BadEndpoint, host_of
from countin.messaging.web_push.texts import BrokenText, to_bytes, to_text

_AUTH_BYTES = 16
_LONGEST_ENDPOINT = 1000


class BadSubscription(ValueError):
    """What came in is no subscription that can be used. Says why, and quotes nothing."""


@dataclass(frozen=True)
class BrowserKeys:
    """Whoever has these can have the browser notified, and reads what is pushed."""

    endpoint: str = field(repr=False)
    public_key: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @property
    def host(self) -> str:
        """Whose push service it is."""
        return host_of(self.endpoint)

    @property
    def endpoint_hash(self) -> str:
        """By which the same browser is known again."""
        return hash_endpoint(self.endpoint)

    def as_text(self) -> str:
        """One line, secret: for the vault."""
        keys = {"p256dh": to_text(self.public_key), "auth": to_text(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})


def hash_endpoint(endpoint: str) -> str:
    """By which an address is known again. Unkeyed is enough: it is random and long."""
    return hashlib.sha256(endpoint.encode(errors="surrogatepass")).hexdigest()


def read_browser_keys(told: object, *, lets_loopback: bool) -> BrowserKeys:
    """From what `PushSubscription.toJSON()` gives. Raises BadSubscription, also for an endpoint
    that a stranger may have made up to have us ask machines of our own network."""
    if not isinstance(told, dict) or not isinstance(keys := told.get("keys"), dict):
        raise BadSubscription("This is no push subscription.")
    endpoint = told.get("endpoint")
    if not isinstance(endpoint, str) or len(endpoint) > _LONGEST_ENDPOINT:
        raise BadSubscription("The subscription has no usable address.")
    try:
        host_of(endpoint, lets_loopback=lets_loopback)
        public_key, auth = to_bytes(str(keys.get("p256dh"))), to_bytes(str(keys.get("auth")))
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    except BadEndpoint as error:
        raise BadSubscription(str(error)) from None
    except (BrokenText, ValueError):
        raise BadSubscription("The subscription's keys are broken.") from None
    if len(auth) != _AUTH_BYTES:
        raise BadSubscription("The subscription's keys are broken.")
    return BrowserKeys(endpoint, public_key, auth)


def recall_browser_keys(text: str) -> BrowserKeys:
    """What `as_text` wrote: checked when it came in, so a loopback address is let through."""
    return read_browser_keys(json.loads(text), lets_loopback=True)
