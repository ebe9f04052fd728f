"""A mail that is made once, with places for what is one reader's alone. Making MIME takes longer
than handing a mail in, and for a hundred thousand readers all of it but a few words is the same."""

import re
from collections.abc import Mapping
from email.message import Message
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from countin.messaging.announcing.framing import OWN_PAGE_KEY, UNSUBSCRIBE_KEY

READER: Final = "0reader0goes@here0.invalid"
MESSAGE_ID: Final = "<0message0id0goes0here0@here0.invalid>"
_PLACES: Final = (READER, MESSAGE_ID, UNSUBSCRIBE_KEY, OWN_PAGE_KEY)
_ANY_PLACE: Final = re.compile("|".join(f"({re.escape(place)})" for place in _PLACES).encode())
_PLAIN_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
# Quoted-printable breaks lines where it likes; the break is no part of the text.
_BROKEN: Final = re.compile(
    "|".join("(?:=\n)?".join(map(re.escape, key)) for key in (UNSUBSCRIBE_KEY, OWN_PAGE_KEY))
)


class Stencil:
    """The wire form of a mail, cut at its places."""

    def __init__(self, message: EmailMultiAlternatives) -> None:
        """`message` is to READER, under MESSAGE_ID, and holds the keys' places."""
        made = message.message()
        for part in made.walk():
            if part["Content-Transfer-Encoding"] == "quoted-printable":
                part.set_payload(_on_lines_of_their_own(str(part.get_payload())))
        wire: bytes = made.as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
        cut = _ANY_PLACE.split(wire)
        self._pieces = [piece for piece in cut if piece is not None]

    def fill(self, words: Mapping[str, str]) -> bytes:
        """With what stands for each place."""
        own = {place.encode(): word.encode("ascii") for place, word in words.items()}
        return b"".join(own.get(piece, piece) for piece in self._pieces)


class _Wire(Message):
    def __init__(self, wire: bytes) -> None:
        super().__init__()
        self._wire = wire

    def as_bytes(self, *_: Any, **__: Any) -> bytes:
        return self._wire


class FilledMail(EmailMultiAlternatives):
    """One reader's, with its wire form at hand. A mail service's own API reads its parts as of
    any other mail."""

    mixed_subtype = "related"
    wire: bytes = b""

    def message(self) -> _Wire:  # type: ignore[override]  # backends ask for its bytes alone
        """As Django's backends ask for it."""
        return _Wire(self.wire)


def spell_address(address: str) -> str:
    """As it stands in a header. Raises ValueError for what can't stand there."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    spelled = sanitize_address(address, "utf-8")
    if "\n" in spelled or "\r" in spelled:
        raise ValueError("an address is one line")
    return str(spelled)


def _on_lines_of_their_own(encoded: str) -> str:
    # A key is of another length than its place; so no line outgrows what is allowed.
    return _BROKEN.sub(lambda found: f"=\n{found[0].replace('=' + chr(10), '')}=\n", encoded)
