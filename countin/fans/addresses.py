"""A fan's e-mail address: one table owns it."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from countin.fans.models import EmailAddress, Fan

# RFC 5322's atoms. Quoted names and numbers for hosts are legal, and nobody's mailbox.
_NAME = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+", re.ASCII)
_LONGEST = 254
# Django lets localhost pass: a mailbox of the machine that sends.
_check_form = EmailValidator(allowlist=[])
_NO_ADDRESS = _("This is no e-mail address. Check it for a typing slip.")


def remember_address(fan: Fan, *, address: str, now: datetime) -> EmailAddress:
    """Keep this address for the fan, unconfirmed. Raises ValueError for what is no address.

    Another address than before has to be confirmed anew.
    """
    clean = tidy_address(address)
    email, created = EmailAddress.objects.get_or_create(
        fan=fan, defaults={"address": clean, "added_at": now}
    )
    if not created and email.address != clean:
        email.address, email.added_at, email.confirmed_at = clean, now, None
        email.save(update_fields=["address", "added_at", "confirmed_at"])
    return email


def confirm_address(email: EmailAddress, *, now: datetime) -> None:
    """The owner of the mailbox followed the link."""
    EmailAddress.objects.filter(pk=email.pk, confirmed_at__isnull=True).update(confirmed_at=now)


def is_address(text: str) -> bool:
    """Can a mail be sent there, by its form?"""
    try:
        return bool(tidy_address(text))
    except ValueError:
        return False


def tidy_address(address: str) -> str:
    """As it is kept. Raises ValueError for what is no address."""
    name, at, domain = address.strip().rpartition("@")
    clean = f"{name}{at}{domain.lower()}"
    if not _can_be_written(name, domain=domain):
        raise ValueError(_NO_ADDRESS)
    try:
        _check_form(clean)
    except ValidationError:
        raise ValueError(_NO_ADDRESS) from None
    return clean


def _can_be_written(name: str, *, domain: str) -> bool:
    """Into a mail's header and onto the wire; what passes Django's check alone may not be."""
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    # "=?" begins an encoded word, which a header would decode, line breaks and all.
    is_plain = _NAME.fullmatch(name) is not None and "=?" not in name
    return is_plain and not domain.startswith("[") and len(name) + len(domain) < _LONGEST
