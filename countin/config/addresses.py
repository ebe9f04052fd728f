"""Reads the settings that are addresses of something, and refuses the impossible ones."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from countin.config.environment import BadSetting, Values
from countin.elsewhere.known import KNOWN


@dataclass(frozen=True)
class Controller:
    """Who answers for the fans' data."""

    name: str
    contact: str
    address: str

    @property
    def is_named(self) -> bool:
        """All three are given, as a public page needs them."""
        return bool(self.name and self.contact and self.address)


@dataclass(frozen=True)
class Mailbox:
    """Where mail is handed in; an empty host means that none is sent."""

    host: str = ""
    port: int = 25
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    starts_tls: bool = False
    is_ssl: bool = False


def split_address(text: str, *, otherwise: str) -> SplitResult:
    """The parts, all readable. Raises BadSetting with the sentence given: the parser's own
    error quotes what it takes for a port, which is a password with a slash in it."""
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        raise BadSetting(otherwise) from None
    return parts


def read_base_url(values: Values) -> str:
    """The public address without a trailing slash. Raises BadSetting unless it is usable:
    both services insist on https for anything but loopback."""
    text = values["COUNTIN_BASE_URL"].rstrip("/")
    mend = "COUNTIN_BASE_URL must be an address like https://presave.example.org, without a path."
    parts = split_address(text, otherwise=mend)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise BadSetting(mend)
    if parts.scheme == "http" and not is_loopback(text):
        raise BadSetting(
            "COUNTIN_BASE_URL must begin with https:// (http:// only on 127.0.0.1): "
            "the services send fans back to nothing else."
        )
    return text


def read_short_domain(values: Values) -> str:
    """The host of short links, or an empty text. Raises BadSetting."""
    name = values["COUNTIN_SHORT_DOMAIN"].lower()
    mend = "COUNTIN_SHORT_DOMAIN must be a name alone, like midn.example, and not the base address."
    parts = split_address(f"https://{name}", otherwise=mend)
    base = urlsplit(values["COUNTIN_BASE_URL"]).hostname
    if name and (parts.netloc != name or parts.port or name == base):
        raise BadSetting(mend)
    return name


def own_hosts(short_domain: str, *, base_url: str) -> frozenset[str]:
    """Names that can be no artist's own domain."""
    return frozenset({short_domain, urlsplit(base_url).hostname or "", "localhost"} - {""})


def short_url(name: str, *, base_url: str) -> str:
    """What stands before the code of a short link."""
    parts = urlsplit(base_url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{name}{port}" if name else f"{base_url}/l"


def is_loopback(address: str) -> bool:
    """The host is this machine, by number or as `localhost`."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def allowed_hosts(base_url: str) -> list[str]:
    """The public host, and this machine for the proxy and the health check."""
    host = urlsplit(base_url).hostname or ""
    return [f"[{host}]" if ":" in host else host, "127.0.0.1", "[::1]", "localhost"]


def read_trusted_proxies(
    values: Values,
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Whose X-Forwarded-For counts: addresses or networks, by comma. Raises BadSetting."""
    texts = [text.strip() for text in values["COUNTIN_TRUSTED_PROXIES"].split(",")]
    try:
        return tuple(ipaddress.ip_network(text, strict=False) for text in texts if text)
    except ValueError as error:
        raise BadSetting(
            "COUNTIN_TRUSTED_PROXIES must be addresses such as 127.0.0.1 or networks such as "
            "10.0.0.0/8, by comma."
        ) from error


def read_controller(values: Values) -> Controller:
    """Who answers for the fans' data, as far as given."""
    return Controller(
        name=values["COUNTIN_CONTROLLER_NAME"],
        contact=values["COUNTIN_CONTROLLER_CONTACT"],
        address=values["COUNTIN_CONTROLLER_ADDRESS"],
    )


def read_clock_file(values: Values) -> Path | None:
    """The demo's clock. Raises BadSetting unless every address involved is loopback. A service of
    which nothing is set is never asked, wherever it lies; nor is an open catalog outside."""
    if not values["COUNTIN_CLOCK_OFFSET_FILE"]:
        return None
    unused = values.of_unused_providers() | {one.setting for one in KNOWN}
    outside = [
        name
        for name, text in values.texts.items()
        if name.endswith("_URL") and text.startswith("http") and not is_loopback(text)
        if name not in unused
    ]
    if outside:
        raise BadSetting(
            "COUNTIN_CLOCK_OFFSET_FILE is the demo's alone. Unset it, "
            f"or point these at this machine: {', '.join(sorted(outside))}."
        )
    return Path(values["COUNTIN_CLOCK_OFFSET_FILE"])


def read_mail(values: Values) -> Mailbox:
    """The mailbox from COUNTIN_SMTP_URL. Raises BadSetting for a form it can't read."""
    text = values["COUNTIN_SMTP_URL"]
    if not text:
        return Mailbox()
    mend = (
        "COUNTIN_SMTP_URL must look like smtps://user:password@mail.example:465, "
        "with signs such as / # @ in the password written as %2F %23 %40."
    )
    parts = split_address(text, otherwise=mend)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise BadSetting(mend)
    starts_tls = parts.scheme == "smtp+tls" or (parts.scheme == "smtp" and parts.port == 587)
    is_open = parts.scheme == "smtp" and not starts_tls
    if parts.password and is_open and not is_loopback(text):
        raise BadSetting(
            "COUNTIN_SMTP_URL would send the password unencrypted. "
            "Begin it with smtps:// (port 465) or smtp+tls:// (port 587)."
        )
    return Mailbox(
        host=parts.hostname,
        port=parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=starts_tls,
        is_ssl=parts.scheme == "smtps",
    )


def read_sender(values: Values) -> str:
    """Whom mails come from."""
    host = urlsplit(values["COUNTIN_BASE_URL"]).hostname or "localhost"
    return values["COUNTIN_MAIL_FROM"] or f"presave@{host}"
