"""Who called, as far as our own proxies vouch for it."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def caller_address(remote: str, *, forwarded: str, trusted_proxies: Sequence[Network]) -> str:
    """The address behind the proxies that we trust. `remote` is the other end of the line,
    `forwarded` the header X-Forwarded-For: whoever is no proxy of ours may write anything there.
    """
    address = remote
    hops = [hop.strip() for hop in forwarded.split(",")]
    while hops and hops[-1] and _is_within(address, networks=trusted_proxies):
        address = hops.pop()
    return address


def _is_within(address: str, *, networks: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
