"""A fan's e-mail address: one table owns it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from countin.fans.models import EmailAddress, Fan


def remember_address(fan: Fan, *, address: str, now: datetime) -> EmailAddress:
    """Keep this address for the fan, unconfirmed. Raises ValueError for what is no address.

    Another address than before has to be confirmed anew.
    """
    clean = _normalize(address)
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


def _normalize(address: str) -> str:
    name, at, domain = address.strip().rpartition("@")
    clean = f"{name}{at}{domain.lower()}"
    try:
        validate_email(clean)
    except ValidationError:
        raise ValueError("This is no e-mail address. Check it for a typing slip.") from None
    return clean
