"""The vault's old keys, as whoever seals sees them: nothing is kept under one that is gone.

Pages may have their public key by a setting, of which the worker that destroys the private one sees
nothing. So each sealing looks here in its own transaction, and a key is closed here before it is
destroyed. A lock on the key's id parts the two: whatever was sealed before the closing is seen
after it, and nothing is sealed under the key from then on.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection as database
from django.db import transaction

from countin.fans.models import RetiredKey
from countin.vault.envelopes import read_envelope
from countin.workspaces.jobs import Seals

# A page that seals under an old key after this long has not been given the new one.
_TOLD_BY: Final = timedelta(minutes=5)
# How long nobody may have sealed under a key before it is closed.
QUIET_FOR: Final = timedelta(days=1)
_SEEN_EVERY: Final = timedelta(minutes=1)
# PostgreSQL's locks by two numbers: this one is ours, the other the key's id.
_LOCKS: Final = 0x6B657973


class KeyIsClosed(Exception):
    """The public key of this process belongs to a private key that is destroyed, or about to be:
    what it seals would open for nobody. The operator has to bring the new one."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The vault's key {key} is retired for good: nothing is sealed under it. Put the new "
            "COUNTIN_VAULT_PUBLIC_KEY in place here (on the worker's machine it is in the file "
            "keys/vault_public_key, or in the settings), and start every web process again."
        )
        self.key = key


def seal_to_keep(secret: str, *, sealer: Seals, context: Any, now: datetime) -> bytes:
    """Sealed bytes that may be written down in this transaction. Raises KeyIsClosed.
    Call inside a transaction."""
    assert database.in_atomic_block
    sealed = sealer.seal(secret, context=context)
    key = read_envelope(sealed).key_id
    _lock(key, shared=True)
    row = RetiredKey.objects.filter(key=key).first()
    if row is not None:
        if row.closed_at is not None:
            raise KeyIsClosed(key)
        if now - row.retired_at > _TOLD_BY:
            note_seen(key, now=now)
    return sealed


def note_seen(key: str, *, now: datetime) -> None:
    """A page sealed under this old key just now, or was refused."""
    row = RetiredKey.objects.filter(key=key).first()
    if row is not None and (row.seen_at is None or now - row.seen_at > _SEEN_EVERY):
        RetiredKey.objects.filter(pk=row.pk).update(seen_at=now)


def seen_lately(*, now: datetime) -> list[RetiredKey]:
    """The old keys under which a page sealed, or was refused, within a day."""
    return list(RetiredKey.objects.filter(seen_at__gt=now - QUIET_FOR).order_by("seen_at"))


def note_ring(
    *, current: str, old: Mapping[str, datetime], destroyed: Collection[str], now: datetime
) -> None:
    """What the worker opens with: the key in use, the old ones with the moments at which they were
    retired; and those that were destroyed. An old one that opens no more is closed."""
    known = {row.key: row for row in RetiredKey.objects.all()}
    if current in known:  # put back from a copy of the keys
        RetiredKey.objects.filter(key=current).delete()
    for key in old.keys() - known.keys():
        RetiredKey.objects.get_or_create(key=key, defaults={"retired_at": old[key]})
    for key in {*known, *destroyed} - old.keys() - {current}:
        if key not in known or known[key].closed_at is None:
            _close(key, now=now)


def close_if_quiet(key: str, *, now: datetime) -> bool:
    """From now on nothing is sealed under this key. False, and it is not closed, where a page
    sealed under it within a day."""
    with transaction.atomic():
        _lock(key, shared=False)
        row, _new = RetiredKey.objects.get_or_create(key=key, defaults={"retired_at": now})
        if row.closed_at is None:
            if row.seen_at is not None and now - row.seen_at < QUIET_FOR:
                return False
            RetiredKey.objects.filter(pk=row.pk).update(closed_at=now)
    return True


def _close(key: str, *, now: datetime) -> None:
    with transaction.atomic():
        _lock(key, shared=False)
        RetiredKey.objects.update_or_create(
            key=key,
            defaults={"closed_at": now},
            create_defaults={"retired_at": now, "closed_at": now},
        )


def _lock(key: str, *, shared: bool) -> None:
    """Until the end of the transaction. SQLite has one writer at a time as it is."""
    if database.vendor != "postgresql":
        return
    number = int.from_bytes(bytes.fromhex(key), "big", signed=True)
    sort = "_shared" if shared else ""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{sort}(%s, %s)", [_LOCKS, number])
