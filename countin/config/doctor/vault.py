"""The vault's keys: how old the one in use is, and what is sealed under which."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection

from countin.config.doctor.findings import Finding, fine, mend, note
from countin.config.keys import (
    keys_dir,
    opens_here,
    read_key_ring,
    read_public_key,
    vault_keys_are_files,
)
from countin.config.turning.ledger import life_in_use, read_ledger, when_destroyed
from countin.config.turning.pages import words_for
from countin.config.turning.resealing import count_by_key
from countin.config.turning.turning import TURNED_EVERY
from countin.fans.models import RetiredKey
from countin.fans.retired_keys import seen_lately
from countin.vault.keys import KeyRing


def look_at_vault(now: datetime) -> Iterator[Finding]:
    """Whether keys are turned, and every sealed row opens; where pages alone run, whether they
    seal under an old key."""
    if not opens_here(settings.VALUES, data_dir=settings.DATA_DIR):
        yield from _pages_alone()
        return
    ring = read_key_ring(settings.VALUES, data_dir=settings.DATA_DIR)
    counted = count_by_key()
    yield from _unopened(ring, counted)
    yield from (mend("vault", words=words_for(row)) for row in seen_lately(now=now))
    if vault_keys_are_files(settings.VALUES):
        yield _age(now)
        yield from _destroyed()
    else:
        yield _set(ring, counted)


def _pages_alone() -> Iterator[Finding]:
    key = read_public_key(settings.VALUES, data_dir=settings.DATA_DIR).id
    if RetiredKey.objects.filter(key=key).exists():
        yield mend(
            "vault",
            words=(
                f"Pages here seal under {key}, an old key of the vault. Put the new "
                "COUNTIN_VAULT_PUBLIC_KEY in place here, and start every web process again; on the "
                "worker's machine vault_public_key in the folder `keys` holds it, or its settings."
            ),
        )


def _unopened(ring: KeyRing, counted: Mapping[str, int]) -> Iterator[Finding]:
    here = {key.id for key in ring}
    lives = read_ledger(keys_dir(settings.DATA_DIR))
    for key, rows in sorted(counted.items()):
        if key not in here:
            yield mend(
                "vault",
                words=(
                    f"{rows:,} rows are sealed under key {key}, which is not here"
                    f"{when_destroyed(lives.get(key))}. Put it back from your copy of the keys; "
                    "nothing can be saved for these fans without it."
                ),
            )


def _age(now: datetime) -> Finding:
    life = life_in_use(keys_dir(settings.DATA_DIR))
    days = (now - life.made).days if life.made else 0
    words = f"Key {life.key} seals; it is {days} days old."
    if connection.vendor == "sqlite":
        return fine("vault", words=f"{words} The worker turns it every {TURNED_EVERY.days} days.")
    if days >= TURNED_EVERY.days:
        return note("vault", words=f"{words} Turn it: countin keys rotate.")
    return fine("vault", words=words)


def _destroyed() -> Iterator[Finding]:
    lives = read_ledger(keys_dir(settings.DATA_DIR)).values()
    gone = sorted(
        ((life.destroyed, life) for life in lives if life.destroyed), key=lambda each: each[0]
    )
    if gone:
        at, last = gone[-1]
        made = f"{last.made:%Y-%m-%d}" if last.made else "an unknown day"
        yield fine(
            "vault",
            words=(
                f"{len(gone)} keys were destroyed; the last, {last.key} (made {made}, "
                f"{last.resealed:,} rows sealed anew), on {at:%Y-%m-%d %H:%M} UTC. Permissions in "
                "backups from before can't be opened."
            ),
        )


def _set(ring: KeyRing, counted: Mapping[str, int]) -> Finding:
    in_use = read_public_key(settings.VALUES, data_dir=settings.DATA_DIR).id
    if in_use in {key.id for key in ring.old}:
        return note(
            "vault",
            words=(
                f"Pages still seal under {in_use}: put the new COUNTIN_VAULT_PUBLIC_KEY in place, "
                "here and wherever pages run, and start every web process again."
            ),
        )
    idle = [key.id for key in ring.old if not counted.get(key.id)]
    if idle:
        return note(
            "vault",
            words=(
                f"Nothing is sealed under {', '.join(idle)} any more. Once every web process was "
                "started with the new COUNTIN_VAULT_PUBLIC_KEY, take it out of "
                "COUNTIN_VAULT_PRIVATE_KEY (or of keys/vault_retired), and destroy every copy of "
                "it: old backups can't be opened then."
            ),
        )
    left = sum(counted.get(key.id, 0) for key in ring.old)
    if left:
        return note("vault", words=f"{left:,} rows are still to be sealed anew; the worker does.")
    return note(
        "vault",
        words=(
            "Its keys come from the settings: turn them each month yourself. `countin keys rotate "
            "--print` prints a new pair; docs/running/keys-and-backups.md says where it goes."
        ),
    )
