"""Keys to a fan's own page: random, shown once, stored as their SHA-256."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from countin.fans.models import Fan, FanKey


def new_key() -> str:
    """43 characters, 256 bits: nobody guesses it."""
    return secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    """What the database holds of a key. Unkeyed is enough: the key itself is random."""
    return hashlib.sha256(key.encode()).hexdigest()


def give_key(fan: Fan, *, now: datetime) -> str:
    """A new key to this fan's page. Older ones stay good: they stand in mails and cookies."""
    key = new_key()
    FanKey.objects.create(fan=fan, token_hash=hash_key(key), created_at=now)
    return key


def change_key(fan: Fan, *, now: datetime) -> str:
    """A new key, and every older one opens nothing any more."""
    with transaction.atomic():
        FanKey.objects.filter(fan=fan).delete()
        return give_key(fan, now=now)


def fan_of_key(key: str) -> Fan | None:
    """Whose page this key opens."""
    found = FanKey.objects.select_related("fan").filter(token_hash=hash_key(key)).first()
    return found.fan if found else None
