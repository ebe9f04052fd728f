"""Where a push may be sent: a public host, by https. A browser tells us the address, and a
stranger may tell us any: nothing in our own network is to be asked on their behalf."""

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# Behind it stands an IPv4 number of any network (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class BadEndpoint(ValueError):
    """No address that a push service would have. Quotes nothing."""


def host_of(endpoint: str, *, lets_loopback: bool = True) -> str:
    """The host, small letters. Raises BadEndpoint unless it is https on a host that may be
    public; names are looked at when they are resolved. Loopback is for trying alone."""
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        raise BadEndpoint("The subscription's address can't be read.") from None
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise BadEndpoint("The subscription's address can't be read.")
    if lets_loopback and parts.scheme in ("http", "https") and _is_loopback(host):
        return host
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise BadEndpoint("A push service is reached by https.")
    if not _may_be_public(host):
        raise BadEndpoint("A push service has a public address.")
    return host


def is_public(address: str) -> bool:
    """This number belongs to no private, local or reserved network."""
    number = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    if number in _NAT64:
        mapped = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.is_global and not number.is_multicast and (mapped is None or mapped.is_global)


class PublicHosts(AbstractResolver):
    """Resolves names for the session that posts. One private number among a name's numbers is
    enough to refuse it: a name may be made to point anywhere between check and use."""

    def __init__(self, *, lets_loopback: bool) -> None:
        self._inner = ThreadedResolver()
        self._lets_loopback = lets_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError for a name that leads into a private network."""
        found = await self._inner.resolve(host, port, family)
        if self._lets_loopback and _is_loopback(host):
            return found
        if not found or not all(is_public(each["host"]) for each in found):
            raise OSError("not a public host")
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        # A name. One without a dot is a machine nearby.
        last = host.rstrip(".").rpartition(".")[2]
        near = {"local", "localhost", "internal", "lan", "home", "arpa", "test", "invalid"}
        return "." in host.rstrip(".") and last not in near and not last.isdigit()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
