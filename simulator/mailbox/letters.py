"""Mails as they came in, and their parts."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass(frozen=True)
class Letter:
    """One mail. `number` counts from 1, in the order of arrival."""

    number: int
    to: str
    subject: str
    date: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    pictures: dict[str, tuple[str, bytes]] = field(repr=False, default_factory=dict)
    headers: dict[str, str] = field(repr=False, default_factory=dict)


class Box:
    """All mails, the latest last."""

    def __init__(self) -> None:
        self._letters: list[Letter] = []

    def take(self, content: bytes, *, recipients: list[str]) -> None:
        """Keep a mail once for each of its recipients."""
        message = email.message_from_bytes(content, policy=email.policy.default)
        for recipient in recipients:
            number = len(self._letters) + 1
            letter = _read(message, number=number, to=recipient)
            self._letters.append(letter)

    def letters(self, *, to: str = "") -> list[Letter]:
        """Latest first; those to one address where it is given."""
        wanted = [each for each in self._letters if to.lower() in ("", each.to.lower())]
        return wanted[::-1]

    def get(self, number: int) -> Letter | None:
        return self._letters[number - 1] if 0 < number <= len(self._letters) else None


def _read(message: EmailMessage, *, number: int, to: str) -> Letter:
    return Letter(
        number=number,
        to=to,
        subject=str(message["Subject"] or "(no subject)"),
        date=str(message["Date"] or ""),
        text=_body(message, kind="plain"),
        html=_body(message, kind="html"),
        pictures=dict(_pictures(message)),
        headers={
            name: str(message[name])
            for name in ("From", "To", "List-Unsubscribe", "List-Unsubscribe-Post")
            if message[name]
        },
    )


def _body(message: EmailMessage, *, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _pictures(message: EmailMessage) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for part in message.walk():
        if part.get_content_maintype() == "image":
            name = str(part["Content-ID"] or "").strip("<>")
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield name, (part.get_content_type(), content)
