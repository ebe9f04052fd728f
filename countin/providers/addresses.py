"""Addresses of services, as operators set them."""

import ipaddress
from urllib.parse import urlsplit


def read_address(address: str, *, name: str) -> str:
    """The address without a closing slash. Raises ValueError, naming the setting, for one that
    is not https (plain http is for loopback: secrets travel there)."""
    mend = f"Set {name} to an https address, such as https://example.com/v1."
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"{name} is no address. {mend}") from None
    if parts.username or parts.password or parts.query or parts.fragment or not host:
        raise ValueError(f"{name} is no plain address. {mend}")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return address.rstrip("/")
    raise ValueError(f"{name} is not https. {mend}")


def origin_of(address: str) -> str:
    """Scheme, host and port: what a Content-Security-Policy names."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether a host name or literal never leaves this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
