"""The keys in a mail's own links, stored as their SHA-256."""

from datetime import datetime

from countin.fans.keys import hash_key, new_key
from countin.messaging.models import Mail, MailKey


class UnknownToken(Exception):
    """No mail of ours carries this key, or its reminder is gone. Ask for a reminder anew."""


def give_mail_key(mail: Mail, *, address: str, now: datetime) -> str:
    """A new key for the links of this mail to this address. Older ones stay good: a mail may
    arrive twice."""
    key = new_key()
    MailKey.objects.create(
        mail=mail,
        token_hash=hash_key(key),
        address_hash=_hash_both(key, address=address),
        address_mark=mail.address_mark,
        made_at=now,
    )
    return key


def find_mail(token: str) -> Mail:
    """The mail whose links carry this key. Raises UnknownToken; also where the fan has given
    another address since, for whose owner the holder of the old mailbox can't speak."""
    found = (
        MailKey.objects.select_related(
            "mail__reminder__campaign__release__artist",
            "mail__reminder__email",
            "mail__membership__artist",
            "mail__membership__email",
        )
        .filter(token_hash=hash_key(token))
        .first()
    )
    if found is None:
        raise UnknownToken
    email = found.mail.wish.email
    if email and found.address_hash != _hash_both(token, address=email.address):
        raise UnknownToken
    return found.mail


def _hash_both(key: str, *, address: str) -> str:
    return hash_key(f"{key} {address.lower()}")
