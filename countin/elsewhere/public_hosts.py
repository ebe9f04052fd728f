"""Which hosts may be asked on somebody's word: public ones. A stranger may tell us any address;
nothing in our own network is to be asked on their behalf."""

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# Behind it stands an IPv4 number of any network (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEAR = frozenset({"local", "localhost", "internal", "lan", "home", "arpa", "test", "invalid"})


def is_public(address: str) -> bool:
    """This number belongs to no private, local or reserved network."""
    number = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    if number in _NAT64:
        mapped = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.is_global and not number.is_multicast and (mapped is None or mapped.is_global)


def may_be_public(host: str) -> bool:
    """A public number, or a name that may lead to one: names are looked at when resolved."""
    try:
        return is_public(host)
    except ValueError:
        # A name. One without a dot is a machine nearby.
        last = host.rstrip(".").rpartition(".")[2]
        return "." in host.rstrip(".") and last not in _NEAR and not last.isdigit()


def is_loopback(host: str) -> bool:
    """This machine, by number or by its usual name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class PublicHosts(AbstractResolver):
    """Resolves names for a session that asks. One private number among a name's numbers is
    enough to refuse it: a name may be made to point anywhere between check and use."""

    def __init__(self, *, lets_loopback: bool) -> None:
        self._inner = ThreadedResolver()
        self._lets_loopback = lets_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError for a name that leads into a private network."""
        found = await self._inner.resolve(host, port, family)
        if self._lets_loopback and is_loopback(host):
            return found
        if not found or not all(is_public(each["host"]) for each in found):
            raise OSError("not a public host")
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()
