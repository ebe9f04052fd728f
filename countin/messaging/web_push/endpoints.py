"""Where a push may be sent: a public host, by https. A browser tells us the address, and a
stranger may tell us any."""

from urllib.parse import urlsplit

from countin.elsewhere.public_hosts import is_loopback, may_be_public


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
    if lets_loopback and parts.scheme in ("http", "https") and is_loopback(host):
        return host
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise BadEndpoint("A push service is reached by https.")
    if not may_be_public(host):
        raise BadEndpoint("A push service has a public address.")
    return host
