"""A visit as the door knows it, before its row is written: as little as possible, and only for
the moment until then the network it came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from countin.campaigns.models import Campaign, Channel

LONGEST_REFERRER: Final = 1024
LONGEST_ACCEPTED: Final = 300
_LONGEST_UTM: Final = 64
UTM_WORDS: Final = ("utm_source", "utm_medium", "utm_campaign")


class Utm(NamedTuple):
    """The organizer's own words in the address, given on as they came."""

    source: str = ""
    medium: str = ""
    campaign: str = ""


NO_UTM: Final = Utm()


class Arriving(NamedTuple):
    """One showing of the landing page. `agent` and `address` are not kept: a browser's family
    and a hash of the network are made of them when the row is written."""

    number: int
    campaign_id: int
    visited_at: datetime
    channel_id: int | None
    link_code: str
    referrer: str
    agent: str
    in_app: str
    country: str
    address: str
    utm: Utm
    came_from: int | None
    accept_language: str = ""  # not kept either: counted by its family

    def __repr__(self) -> str:
        return f"<visit {self.number}>"


def channel_named(campaign: Campaign, name: str) -> Channel | None:
    """The campaign's own channel of that name; anything else counts as none."""
    if not name or len(name) > 63 or not name.isprintable():
        return None
    return Channel.objects.filter(campaign=campaign, name=name).first()


def read_utm(words: Mapping[str, str]) -> Utm:
    """The three words of an address or a form: printable, at most 64 characters each."""
    if not any(word in words for word in UTM_WORDS):
        return NO_UTM
    return Utm(*(_printable(words.get(word, ""))[:_LONGEST_UTM] for word in UTM_WORDS))


def referrer_host(referrer: str) -> str:
    """The host's name alone, of whatever was sent as a referrer."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    return _printable(host)[:100]


def _printable(text: str) -> str:
    if text.isprintable():
        return text.strip()
    return "".join(sign for sign in text if sign.isprintable()).strip()
