"""The private link by which accounts of the team connect as canaries."""

import base64
import hashlib
import hmac

from countin.campaigns.models import Campaign


def canary_key(campaign: Campaign, *, secret_key: str) -> str:
    """The same for the life of the campaign and of the installation's secret key."""
    message = f"canaries of campaign {campaign.pk}".encode()
    digest = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_canary_key(campaign: Campaign, *, key: str, secret_key: str) -> bool:
    """Compared in constant time; what a browser sends may be anything."""
    expected = canary_key(campaign, secret_key=secret_key)
    return hmac.compare_digest(expected.encode(), key.encode("utf-8", "replace"))


def canary_address(campaign: Campaign, *, base_url: str, secret_key: str) -> str:
    """The page on which the team connects."""
    return f"{base_url}/{campaign.slug}/canaries?key={canary_key(campaign, secret_key=secret_key)}"
