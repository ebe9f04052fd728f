"""From which network a visit came, as a hash that can't be led back.

The first 24 bits of an IPv4 address, 48 of an IPv6 one, hashed with a key of the campaign's own:
equal within a campaign, unlike across campaigns, and without any meaning once the key is gone.
"""

import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from countin.campaigns.models import Campaign
from countin.visits.models import PrefixKey

KEY_LIVES_FOR: Final = timedelta(days=30)  # after the release
_BITS: Final = {4: 24, 6: 48}
_KEPT_FOR: Final = timedelta(minutes=1)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The network ("192.0.2.0/24") of an address; an empty text for what is none. An IPv4
    address written as an IPv6 one is what it was."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ipaddress.ip_network((parsed.packed, _BITS[parsed.version]), strict=False))


def hash_network(network: str, *, key: bytes) -> str:
    """32 hex digits; an empty text without a network or a key."""
    if not network or not key:
        return ""
    return hmac.digest(key, network.encode(), "sha256").hex()[:32]


class PrefixKeys:
    """The keys of campaigns, read again each minute so that a destroyed one is used no more."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bytes, datetime]] = {}

    def key_of(self, campaign_id: int, *, now: datetime) -> bytes:
        """The campaign's key, made where there is none; empty once its time is over."""
        key, read_at = self._known.get(campaign_id, (b"", None))
        if read_at is None or not read_at <= now < read_at + _KEPT_FOR:
            key = _read_key(campaign_id, now=now)
            self._known[campaign_id] = (key, now)
        return key


def _read_key(campaign_id: int, *, now: datetime) -> bytes:
    campaign = Campaign.objects.select_related("release").filter(pk=campaign_id).first()
    if campaign is None or now >= campaign.release.last_moment + KEY_LIVES_FOR:
        return b""
    fresh = {"key": secrets.token_bytes(32), "made_at": now}
    kept, _ = PrefixKey.objects.get_or_create(campaign=campaign, defaults=fresh)
    return bytes(kept.key)


_KEYS: Final = PrefixKeys()


def prefix_of(address: str, *, campaign_id: int, now: datetime) -> str:
    """The hash by which this campaign knows an address's network; an empty text where there is
    no network, or where its key's time is over."""
    network = network_of(address)
    return hash_network(network, key=_KEYS.key_of(campaign_id, now=now)) if network else ""
