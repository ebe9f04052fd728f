"""Addresses outside, as an organizer gives them: https alone, and a service's name leads to that
service. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

from countin.campaigns.codes import BadCode

LONGEST_ADDRESS: Final = 500
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)"
)
# A browser takes a backslash for a slash, and skips what is invisible.
_TRICKS: Final = re.compile(r"[\s\\\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
_COPY: Final = "Copy the address from the browser's bar."


@dataclass(frozen=True)
class OutsideService:
    """A service that no provider speaks with: what its link is called, and its domains."""

    label: str
    domains: tuple[str, ...]


OUTSIDE_SERVICES: Final[Mapping[str, OutsideService]] = MappingProxyType(
    {
        "anghami": OutsideService("Anghami", ("anghami.com",)),
        "beatport": OutsideService("Beatport", ("beatport.com",)),
        "boomplay": OutsideService("Boomplay", ("boomplay.com",)),
        "jiosaavn": OutsideService("JioSaavn", ("jiosaavn.com",)),
        "pandora": OutsideService("Pandora", ("pandora.com",)),
        "qobuz": OutsideService("Qobuz", ("qobuz.com",)),
        "youtube": OutsideService("YouTube", ("youtube.com", "youtu.be")),
    }
)


def read_address(text: str) -> str:
    """An https address in plain ASCII, as it is stored. Raises BadCode."""
    if len(text) > LONGEST_ADDRESS:
        what = f"The address has {len(text)} characters."
        raise BadCode(what, f"Keep it within {LONGEST_ADDRESS}: leave out what follows the `?`.")
    if _TRICKS.search(text):
        raise BadCode("The address holds blanks or signs that can't be seen.", _COPY)
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        has_port = parts.port not in (None, 443)
    except (ValueError, UnicodeError):
        raise BadCode(f"{text!r} is no address.", _COPY) from None
    _refuse_bad_parts(text, parts=parts, host=host, has_port=has_port)
    path = parts.path or "/"
    spelled = iri_to_uri(urlunsplit(("https", host, path, parts.query, parts.fragment)))
    return _within_bounds(spelled)


def read_address_at(text: str, *, service: OutsideService) -> str:
    """The same, at this service. Raises BadCode."""
    address = read_address(text)
    if not is_within(address, domains=service.domains):
        what = f"{host_of(address)} is no address of {service.label}."
        raise BadCode(what, f"Give one at {service.domains[0]}, or remove the line.")
    return address


def read_address_by(text: str, *, form: Callable[[str], str]) -> str:
    """The same, where a provider says which addresses are its own. Raises BadCode or BadId."""
    return form(read_address(text))


def read_native_address(text: str, *, name: str, hosts: tuple[str, ...]) -> str:
    """The same, on one of the service's own hosts exactly. Raises BadCode."""
    address = read_address(text)
    if host_of(address) not in hosts:
        what = f"{host_of(address)} is no page of `{name}` itself."
        mend = f"Open it and copy the address at {' or '.join(hosts)}."
        raise BadCode(what, mend)
    return address


def host_of(address: str) -> str:
    """The host that an address names."""
    return urlsplit(address).hostname or ""


def is_within(address: str, *, domains: tuple[str, ...]) -> bool:
    """Its host is one of these, or a part of one."""
    host = host_of(address)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _refuse_bad_parts(text: str, *, parts: SplitResult, host: str, has_port: bool) -> None:
    if parts.scheme == "http":
        raise BadCode(f"{text!r} is not encrypted.", f"Write https://{text[7:]}")
    if parts.scheme != "https":
        raise BadCode(f"{text!r} is no https address.", f"{_COPY} It begins with https://")
    if "@" in parts.netloc:
        raise BadCode(f"{text!r} hides where it leads behind an @.", _COPY)
    if has_port:
        raise BadCode(f"{text!r} names a port.", "Leave the port out.")
    if not _HOST.fullmatch(host):
        raise BadCode(f"{text!r} names no website.", _COPY)


def _within_bounds(address: str) -> str:
    # Signs beyond ASCII take several characters each once they are spelled out.
    if len(address) > LONGEST_ADDRESS:
        what = f"The address has {len(address)} characters once it is spelled out."
        raise BadCode(what, f"Keep it within {LONGEST_ADDRESS}.")
    return address
