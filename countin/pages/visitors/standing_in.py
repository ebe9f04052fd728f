"""A page made for all: where a visitor's own words will stand, stand-ins do.

A stand-in is a word of this process that nobody can guess, made of letters and digits, so that it
passes through templates and addresses unchanged. A page is cut at them once, and joined with a
visitor's words, escaped as the page would have, as often as it is asked for.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from countin.visits.arriving import NO_UTM, UTM_WORDS, Utm
from countin.visits.in_app import InApp

_SECRET: Final = secrets.token_hex(8)
_NAMES: Final = ("visit", "via", *UTM_WORDS)
_WORD: Final = {name: f"zz{_SECRET}{place}zz" for place, name in enumerate(_NAMES)}
_PATTERN: Final = re.compile(f"zz{_SECRET}([0-9])zz".encode())
# Where a text stands in an address it is written otherwise than in a form.
_IN_ADDRESS: Final = re.compile(rb"[?&;](?:via|utm_[a-z]+|from)=$")


class Texts(NamedTuple):
    """A visitor's own words; what is empty is absent from the page."""

    visit_mark: str = ""
    via: str = ""
    utm: Utm = NO_UTM


@dataclass(frozen=True)
class StandIn:
    """For whom a page is made. `has` names what its visitors bring."""

    has: frozenset[str]
    territory: str
    in_app: InApp | None
    platform: str

    @property
    def texts(self) -> Texts:
        """Stand-ins for what they bring, nothing for the rest."""
        words = {name: _WORD[name] if name in self.has else "" for name in _NAMES}
        return Texts(words["visit"], words["via"], Utm(*(words[name] for name in UTM_WORDS)))


def brought(texts: Texts) -> frozenset[str]:
    """The names of what is there."""
    return frozenset(name for name, text in zip(_NAMES, _in_order(texts), strict=True) if text)


@dataclass(frozen=True)
class Pieces:
    """A page, cut at its stand-ins."""

    parts: tuple[bytes, ...]
    gaps: tuple[tuple[int, bool], ...]  # which text, and whether it stands in an address

    def join(self, texts: Texts) -> bytes:
        """The page of this visitor."""
        words = _in_order(texts)
        filled = {gap: _escape(words[gap[0]], in_address=gap[1]) for gap in set(self.gaps)}
        joined = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            joined.append(filled[gap])
            joined.append(part)
        return b"".join(joined)


def cut(page: bytes) -> Pieces:
    """Cut a page that was made with stand-ins."""
    found: Sequence[bytes] = _PATTERN.split(page)
    parts, places = tuple(found[::2]), [int(place) for place in found[1::2]]
    gaps = tuple(
        (place, bool(_IN_ADDRESS.search(part))) for place, part in zip(places, parts, strict=False)
    )
    return Pieces(parts, gaps)


def _in_order(texts: Texts) -> tuple[str, ...]:
    return (texts.visit_mark, texts.via, *texts.utm)


def _escape(text: str, *, in_address: bool) -> bytes:
    return escape(quote_plus(text) if in_address else text).encode()
