"""Signatures after the Standard Webhooks specification (standardwebhooks.com, version v1)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"


class BadWebhookSecret(ValueError):
    """No secret after the specification: `whsec_` and 24 to 64 bytes in base64."""


def read_secret(text: str) -> bytes:
    """The key itself. Raises BadWebhookSecret."""
    encoded = text.removeprefix(PREFIX)
    if not text.startswith(PREFIX) or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", encoded):
        raise BadWebhookSecret("not whsec_ and base64")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise BadWebhookSecret("not base64") from error
    if not 24 <= len(key) <= 64:
        raise BadWebhookSecret("not 24 to 64 bytes")
    return key


def signed_headers(
    body: bytes, *, message_id: str, key: bytes, sent_at: datetime
) -> Mapping[str, str]:
    """What the receiver checks: id, moment and body are signed together, so that none of them
    can be exchanged, and an old message can be told by its moment."""
    timestamp = str(int(sent_at.timestamp()))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
