"""Base64url without padding: how browsers and push services write keys."""

import base64
import binascii


class BrokenText(ValueError):
    """No base64url. Never quotes the text, which may be a key."""


def to_text(raw: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    """With or without padding. Raises BrokenText."""
    body = text.rstrip("=")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BrokenText from None
