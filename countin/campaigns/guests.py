"""The private link by which listed accounts of a development-mode app connect directly."""

import base64
import hashlib
import hmac

from countin.campaigns.models import Campaign


def guest_key(campaign: Campaign, *, secret_key: str) -> str:
    """The same for the life of the campaign and of the installation's secret key."""
    message = f"guests of campaign {campaign.pk}".encode()
    digest = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_guest_key(campaign: Campaign, *, key: str, secret_key: str) -> bool:
    """Compared in constant time; what a browser sends may be anything."""
    expected = guest_key(campaign, secret_key=secret_key)
    return hmac.compare_digest(expected.encode(), key.encode("utf-8", "replace"))


def guest_address(campaign: Campaign, *, base_url: str, secret_key: str) -> str:
    """The landing page as guests open it."""
    return f"{base_url}/{campaign.slug}?guest={guest_key(campaign, secret_key=secret_key)}"
