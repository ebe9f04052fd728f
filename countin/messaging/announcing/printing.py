"""Announcements printed for one reader after the other: laid out once a language, then filled."""

from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage

from countin.messaging.announcing.stencils import (
    MESSAGE_ID,
    READER,
    FilledMail,
    Stencil,
    spell_address,
)
from countin.messaging.announcing.writing import (
    AnnouncingDesk,
    keys_of,
    lay_out,
    message_id_of,
    signed_by,
    with_keys,
)
from countin.messaging.languages import language_of
from countin.messaging.letters import Letter, make_message
from countin.messaging.models import Announcement, AnnouncementMail


@dataclass(frozen=True)
class _Plate:
    letter: Letter  # with places
    stencil: Stencil
    sender: str
    sender_name: str


class Printer:
    """For one turn: what it looked up once stays true for so long."""

    def __init__(self, desk: AnnouncingDesk, *, now: datetime) -> None:
        self._desk, self._now = desk, now
        self._plates: dict[tuple[int, str], _Plate] = {}

    def print_mail(self, mail: AnnouncementMail) -> EmailMessage:
        """As it goes over the wire. Raises ValueError where that can't be made."""
        membership = mail.membership
        assert membership.email is not None
        address = membership.email.address
        plate = self._plate_for(mail.announcement, language=language_of(membership))
        keys = keys_of(
            mail.announcement,
            letter=plate.letter,
            membership=membership,
            address=address,
            desk=self._desk,
            now=self._now,
        )
        message_id = message_id_of(mail, sender=plate.sender)
        words = {READER: spell_address(address), MESSAGE_ID: message_id, **keys}
        return _fill(plate, words=words, keys=keys, address=address, message_id=message_id)

    def _plate_for(self, announcement: Announcement, *, language: str) -> _Plate:
        at = (announcement.pk, language)
        if at not in self._plates:
            self._plates[at] = self._cut(announcement, language=language)
        return self._plates[at]

    def _cut(self, announcement: Announcement, *, language: str) -> _Plate:
        own = signed_by(self._desk, announcement=announcement).desk
        letter = lay_out(announcement, language=language, desk=self._desk, now=self._now)
        message = make_message(
            letter, to=READER, sender=own.sender, sender_name=own.controller.name
        )
        message.extra_headers["Message-ID"] = MESSAGE_ID
        return _Plate(letter, Stencil(message), own.sender, own.controller.name)


def _fill(
    plate: _Plate, *, words: dict[str, str], keys: dict[str, str], address: str, message_id: str
) -> EmailMessage:
    made = make_message(
        with_keys(plate.letter, keys=keys),
        to=address,
        sender=plate.sender,
        sender_name=plate.sender_name,
    )
    mail = FilledMail(made.subject, made.body, made.from_email, made.to)
    mail.alternatives, mail.attachments = made.alternatives, made.attachments
    mail.extra_headers = {**made.extra_headers, "Message-ID": message_id}
    mail.wire = plate.stencil.fill(words)
    return mail
