"""The key in an announcement's links to preferences and unsubscribing: made of numbers and a
signature, so that a hundred thousand mails need no row more each. Good for one membership, for
the mailbox it was sent to alone."""

import base64
import hashlib
import hmac
from typing import NamedTuple

from countin.messaging.address_marks import mark_address
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Announcement, ListMembership


class Signed(NamedTuple):
    """What a key names. `membership` is None in a mail that was sent as a test."""

    announcement: Announcement
    membership: ListMembership | None


def sign_link(
    announcement: Announcement, *, membership: ListMembership | None, address: str, secret_key: str
) -> str:
    """Good as long as the installation's secret key stays."""
    number = membership.pk if membership else 0
    named = f"{announcement.pk:x}-{number:x}-{mark_address(address)}"
    return f"{named}-{_signature(named, secret_key=secret_key)}"


def read_link(token: str, *, secret_key: str) -> Signed:
    """Raises UnknownToken; also where the fan has given another address since."""
    parts = token.split("-", 3)
    if len(parts) != 4:
        raise UnknownToken
    named = "-".join(parts[:3])
    expected = _signature(named, secret_key=secret_key)
    if not hmac.compare_digest(expected.encode(), parts[3].encode()):
        raise UnknownToken
    announcement = _announcement(int(parts[0], 16))
    if not (number := int(parts[1], 16)):
        return Signed(announcement, None)
    rows = ListMembership.objects.select_related("artist", "email", "fan", "consent")
    membership = rows.filter(pk=number, artist=announcement.artist_id).first()
    if membership is None:
        raise UnknownToken
    if membership.email and mark_address(membership.email.address) != parts[2]:
        raise UnknownToken
    return Signed(announcement, membership)


def _announcement(number: int) -> Announcement:
    found = Announcement.objects.select_related("artist").filter(pk=number).first()
    if found is None:
        raise UnknownToken
    return found


def _signature(named: str, *, secret_key: str) -> str:
    message = f"announcement link {named}".encode()
    digest = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
