"""Where a visitor seems to be: their clock first, then the address they come from."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest
from iptocc import country_code

from countin.campaigns.territories import country_of_zone, is_known_zone
from countin.workspaces.callers import Network, caller_address

_LONGEST_ZONE = 60


def read_time_zone(text: str) -> str:
    """The zone a browser named, or an empty text for what is none."""
    return text if len(text) <= _LONGEST_ZONE and is_known_zone(text) else ""


def guess_territory(
    request: HttpRequest, *, time_zone: str, trusted_proxies: Sequence[Network]
) -> str:
    """The country ("DE") of the fan's time zone, else of their network address, else ""."""
    by_clock = country_of_zone(time_zone) if time_zone else None
    return by_clock or _country_of(client_address(request, trusted_proxies=trusted_proxies))


def client_address(request: HttpRequest, *, trusted_proxies: Sequence[Network]) -> str:
    """Who called, as far as our own proxies vouch for it."""
    return caller_address(
        str(request.META.get("REMOTE_ADDR", "")),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        trusted_proxies=trusted_proxies,
    )


@lru_cache(maxsize=4096)
def _country_of(address: str) -> str:
    try:
        found: str | None = country_code(str(ipaddress.ip_address(address)))
    except ValueError:
        return ""
    return found or ""
