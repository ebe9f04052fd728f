"""The keys in a mail's own links, stored as their SHA-256."""

from datetime import datetime

from countin.fans.keys import hash_key, new_key
from countin.messaging.models import Mail, MailKey


class UnknownToken(Exception):
    """No mail of ours carries this key, or its reminder is gone. Ask for a reminder anew."""


def give_mail_key(mail: Mail, *, now: datetime) -> str:
    """A new key for this mail's links. Older ones stay good: a mail may arrive twice."""
    key = new_key()
    MailKey.objects.create(mail=mail, token_hash=hash_key(key), made_at=now)
    return key


def find_mail(token: str) -> Mail:
    """The mail whose links carry this key. Raises UnknownToken."""
    found = (
        MailKey.objects.select_related("mail__reminder__campaign__release__artist")
        .filter(token_hash=hash_key(token))
        .first()
    )
    if found is None:
        raise UnknownToken
    return found.mail
