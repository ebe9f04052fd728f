"""An artist's own domain: read, set, let go; and the addresses that pages have on it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from countin.campaigns.codes import BadCode
from countin.campaigns.models import Artist, ArtistDomain, Campaign
from countin.campaigns.outside import host_of, read_address

NO_DOMAIN: Final = "none"  # in a file: let go of the one that is set
LONGEST_DOMAIN: Final = 253


class DomainTaken(Exception):
    """The host leads elsewhere already."""

    mend = "Give another name, or let go of it there first."

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} leads to another artist, or is this installation's own address.")


def read_domain(text: str) -> str:
    """A host such as music.example.org in the spelling that is stored, or NO_DOMAIN. Raises
    BadCode."""
    given = text.strip().rstrip(".").lower()
    if given == NO_DOMAIN:
        return NO_DOMAIN
    mend = "Write the name alone, like music.example.org."
    if not given or any(sign in given for sign in "/:?#@"):
        raise BadCode(f"{text!r} is no domain.", mend)
    try:
        return host_of(read_address(f"https://{given}"))
    except BadCode:
        raise BadCode(f"{text!r} is no domain.", mend) from None


def set_domain(artist: Artist, *, host: str, own_hosts: Collection[str], now: datetime) -> bool:
    """Let this host lead to the artist; empty or NO_DOMAIN: none does. True where that is new.
    Raises DomainTaken, with nothing written; `own_hosts` are the installation's."""
    wanted = "" if host == NO_DOMAIN else host
    if wanted in own_hosts:
        raise DomainTaken(wanted)
    standing = ArtistDomain.objects.filter(artist=artist).values_list("host", flat=True).first()
    if wanted == (standing or ""):
        return False
    try:
        with transaction.atomic():
            ArtistDomain.objects.filter(artist=artist).delete()
            if wanted:
                ArtistDomain.objects.create(artist=artist, host=wanted, set_at=now)
    except IntegrityError:
        raise DomainTaken(wanted) from None
    # Their pages name another address as their own.
    Campaign.objects.filter(release__artist=artist).note_change(now)
    return True


def domain_of(artist: Artist) -> str:
    """The host of this artist's own, or an empty string."""
    row: ArtistDomain | None = getattr(artist, "own_domain", None)
    return row.host if row else ""


def origin_on(host: str, *, base_url: str) -> str:
    """Scheme, host and port of pages on this host: as the base address has them."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"


def home_of(artist: Artist, *, base_url: str) -> str:
    """Where this artist's pages are at home: on their own domain, else at the base address."""
    host = domain_of(artist)
    return origin_on(host, base_url=base_url) if host else base_url
