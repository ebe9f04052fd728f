"""Pages that still seal under an old key: told of the ring by the database, as whoever seals
looks there (`fans.retired_keys`), and reported to the operator."""

from datetime import datetime
from typing import Final

from django.conf import settings

from countin.config.keys import keys_dir, opens_here, read_key_ring
from countin.config.turning.following import FollowingOpener
from countin.config.turning.ledger import read_ledger
from countin.fans.models import RetiredKey
from countin.fans.retired_keys import note_ring, seen_lately
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Bench, Opens
from countin.workspaces.models import Alarm

_ALARM: Final = "old_public_key"


def tell_ring(opener: Opens, *, now: datetime) -> None:
    """Write down for whoever seals which keys are old, and which are gone."""
    lives = read_ledger(keys_dir(settings.DATA_DIR))
    current, *old = opener.key_ids
    retired = {key: life.retired for key, life in lives.items()}
    note_ring(
        current=current,
        old={key: retired.get(key) or now for key in old},
        destroyed=[key for key, life in lives.items() if life.destroyed],
        now=now,
    )


def tell_ring_here(*, now: datetime) -> None:
    """Likewise, of the keys of this machine; nothing where nothing opens."""
    if opens_here(settings.VALUES, data_dir=settings.DATA_DIR):
        opener = FollowingOpener(settings.VALUES, data_dir=settings.DATA_DIR)
        tell_ring(opener, now=now)


def mind_pages(bench: Bench) -> int:
    """Call the operator while pages seal under an old key, or would if they were let."""
    now = bench.now()
    tell_ring(bench.opener, now=now)
    found = {row.key: row for row in seen_lately(now=now)}
    for key, row in found.items():
        raise_alarm(_ALARM, subject=key, words=words_for(row), now=now)
    for standing in Alarm.objects.filter(kind=_ALARM, cleared_at__isnull=True):
        if standing.subject not in found:
            clear_alarm(_ALARM, subject=standing.subject, now=now)
    return 0


def words_for(row: RetiredKey) -> str:
    """What it comes to, and the mend. On the worker's machine only."""
    ring = read_key_ring(settings.VALUES, data_dir=settings.DATA_DIR)
    comes_to = (
        "It is closed, so no fan can connect there: they are told to come back later."
        if row.closed_at
        else "It is not destroyed before a day without that."
    )
    return (
        f"Pages still seal under {row.key}, an old key of the vault. {comes_to} Put the new public "
        "key in place wherever pages run, and start every web process there again: "
        f"COUNTIN_VAULT_PUBLIC_KEY={ring.current.public_key.as_text()}"
    )
