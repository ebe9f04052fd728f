"""Who answers for an artist's fans, and from whom their mails come: the artist's own, where an
organizer named them, else the installation's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr, quote
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from countin.campaigns.codes import BadCode
from countin.campaigns.models import Artist, Campaign
from countin.workspaces.controllers import Controller, Named

_COLUMNS: Final = ("controller_name", "controller_contact", "controller_address", "sender")
LONGEST_SENDER: Final = 320
_SPECIAL: Final = frozenset('()<>@,:;".[]\\')


@dataclass(frozen=True)
class OwnController(Named):
    """An artist's. Two artists may have the same."""

    artist_id: int = field(default=0, compare=False)  # whose privacy notice names them


def own_controller(artist: Artist) -> OwnController | None:
    """The artist's own; None where the installation's answers for them."""
    parts = (artist.controller_name, artist.controller_contact, artist.controller_address)
    named = OwnController(*parts, artist_id=artist.pk)
    return named if named.is_named else None


def notice_address(controller: Controller, *, base_url: str) -> str:
    """Of the privacy notice that names this controller."""
    query = f"?artist={controller.artist_id}" if isinstance(controller, OwnController) else ""
    return f"{base_url}/privacy{query}"


def controller_of(artists: Iterable[Artist], *, otherwise: Controller) -> Controller:
    """The one who answers to fans of all of these; `otherwise` where they have several."""
    found = {own_controller(artist) for artist in artists}
    own = found.pop() if len(found) == 1 else None
    return own or otherwise


def sender_of(artists: Iterable[Artist], *, otherwise: str) -> str:
    """The same for the address that mails come from: "Name <address>" or an address."""
    found = {artist.sender for artist in artists}
    own = found.pop() if len(found) == 1 else ""
    return own or otherwise


def read_sender(text: str) -> str:
    """The spelling that is stored. Raises BadCode for what is no address, with or without a
    name."""
    plain = " ".join(text.split())
    name, address = parseaddr(plain)
    try:
        validate_email(address)
    except ValidationError:
        raise BadCode(
            f"{plain!r} is no sender.", "Write it as news@band.example or Band <news@band.example>."
        ) from None
    # Kept readable: letters that are no ASCII are encoded when a mail is made.
    shown = f'"{quote(name)}"' if set(name) & _SPECIAL else name
    spelled = f"{shown} <{address}>" if name else address
    if len(spelled) > LONGEST_SENDER:
        raise BadCode("The sender is too long.", f"Keep it below {LONGEST_SENDER} letters.")
    return spelled


def set_controller(
    artist: Artist, *, controller: Named | None, sender: str, now: datetime
) -> list[str]:
    """Name the artist's own, or go back to the installation's. `sender`: as `read_sender` gives
    it, or empty. Returns the names of what changed; the pages of their campaigns are made anew.
    Raises ValueError for a controller of whom anything is missing."""
    if controller is not None and not controller.is_named:
        raise ValueError("a controller has a name, a contact and an address")
    given = controller or Named("", "", "")
    values = (given.name, given.contact, given.address, sender)
    changed = [
        column
        for column, value in zip(_COLUMNS, values, strict=True)
        if getattr(artist, column) != value
    ]
    for column, value in zip(_COLUMNS, values, strict=True):
        setattr(artist, column, value)
    if changed:
        artist.save(update_fields=changed)
        Campaign.objects.filter(release__artist=artist).note_change(now)
    return [column.replace("_", ".") for column in changed]
