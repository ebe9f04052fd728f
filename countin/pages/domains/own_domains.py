"""Which hosts lead to which artist: an artist's own domain, and the domain of short links.

On an artist's own domain stand their public pages. Nothing there is decided, and nobody is known
there: what is pressed goes to the base address, where services send fans back to.
"""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.request import split_domain_port

from countin.campaigns.domains import origin_on
from countin.campaigns.models import ArtistDomain

FROM_OWN_DOMAIN: Final = "from_own_domain"  # of a form: "yes" where it was pressed on one
_LOOK_EVERY_S: Final = 2.0


@dataclass(frozen=True)
class OwnDomain:
    """A host and whose it is."""

    host: str
    artist_id: int
    handle: str

    @property
    def origin(self) -> str:
        """As browsers name it."""
        return origin_on(self.host, base_url=settings.BASE_URL)


class _Directory:
    """Every domain, read whole once in a while: a name that nobody set costs no question."""

    def __init__(self) -> None:
        self._known: Mapping[str, OwnDomain] = {}
        self._read_at = float("-inf")
        self._reading = threading.Lock()

    def find(self, host: str) -> OwnDomain | None:
        if time.monotonic() - self._read_at >= _LOOK_EVERY_S and self._reading.acquire(
            blocking=self._read_at < 0
        ):
            try:
                self._read()
            finally:
                self._reading.release()
        return self._known.get(host)

    def forget(self) -> None:
        self._read_at = float("-inf")

    def _read(self) -> None:
        rows = ArtistDomain.objects.values_list("host", "artist_id", "artist__handle")
        # Without a database what was known stays; the page behind says what is wrong.
        with suppress(DatabaseError):
            self._known = {host: OwnDomain(host, number, handle) for host, number, handle in rows}
        self._read_at = time.monotonic()


_DIRECTORY: Final = _Directory()


def find_domain(host: str) -> OwnDomain | None:
    """Whose host this is ("music.example.org", with or without a port), known within seconds;
    None for everybody else's, and for the base address."""
    name, _port = split_domain_port(host)
    if not name or is_base(name) or name in settings.ALLOWED_HOSTS:
        return None
    return _DIRECTORY.find(name)


def find_origin(origin: str) -> OwnDomain | None:
    """The same for what a browser sends as Origin: scheme, host and port have to agree."""
    try:
        found = find_domain(urlsplit(origin).netloc)
    except ValueError:
        return None
    return found if found and found.origin == origin else None


def forget_domains() -> None:
    """Ask anew."""
    _DIRECTORY.forget()


def is_base(name: str) -> bool:
    """The base address's own host, whatever a row says."""
    return name == (urlsplit(settings.BASE_URL).hostname or "")


def is_short(name: str) -> bool:
    """The domain of short links."""
    return bool(settings.SHORT_DOMAIN) and name == settings.SHORT_DOMAIN


def domain_here(request: HttpRequest) -> OwnDomain | None:
    """The artist's domain by which this request came; None at the base address."""
    found: OwnDomain | None = getattr(request, "own_domain", None)
    return found
