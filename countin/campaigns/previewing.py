"""The key by which the studio shows a page that is not public yet. Good today and tomorrow."""

import base64
import hashlib
import hmac
from datetime import date, datetime, timedelta

from countin.campaigns.models import Campaign


def preview_key(campaign: Campaign, *, secret_key: str, now: datetime) -> str:
    """The same all day, in UTC."""
    return _key(campaign, secret_key=secret_key, day=now.date())


def is_preview_key(campaign: Campaign, *, key: str, secret_key: str, now: datetime) -> bool:
    """Of today or yesterday; compared in constant time."""
    days = (now.date(), now.date() - timedelta(days=1))
    expected = [_key(campaign, secret_key=secret_key, day=day) for day in days]
    given = key.encode("utf-8", "replace")
    return any(hmac.compare_digest(one.encode(), given) for one in expected)


def _key(campaign: Campaign, *, secret_key: str, day: date) -> str:
    message = f"preview of campaign {campaign.pk} on {day.isoformat()}".encode()
    digest = hmac.digest(secret_key.encode(), message, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:18]).decode()
