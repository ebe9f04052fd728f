"""What the worker looks after for the vault's keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from countin.campaigns.models import Campaign
from countin.config.keys import RETIRED, keys_dir, vault_keys_are_files
from countin.config.turning.files import retired_in
from countin.config.turning.pages import mind_pages
from countin.config.turning.resealing import BATCH, Pass, count_by_key
from countin.config.turning.turning import (
    DESTROYED_AFTER,
    DESTROYED_AFTER_ELSEWHERE,
    destroy_keys,
    keys_to_destroy,
    mend_cut_turn,
    reseal_on,
    turn_old_keys,
)
from countin.fans.resealing import SEALED as FANS
from countin.fans.retired_keys import close_if_quiet
from countin.workspaces.jobs import Bench, Job

# What another worker, or a page that was slow, sealed under an old key is found by then.
_AGAIN_AFTER = timedelta(minutes=10)


class _InBackground:
    """Passes, one after the other, for as long as the ring has an old key."""

    def __init__(self) -> None:
        self._pass, self._key = Pass(), ""
        self._began_at: datetime | None = None

    def go_on(self, bench: Bench) -> int:
        if len(bench.opener.key_ids) < 2:
            return 0
        self._begin_anew(bench)
        if self._pass.is_over:
            return 0
        folder = keys_dir(settings.DATA_DIR)
        return reseal_on(self._pass, opener=bench.opener, folder=folder, now=bench.now())

    def _begin_anew(self, bench: Bench) -> None:
        now, key = bench.now(), bench.opener.current_id
        is_long_ago = self._began_at is None or abs(now - self._began_at) > _AGAIN_AFTER
        if key != self._key or (self._pass.is_over and is_long_ago):
            self._pass, self._key, self._began_at = Pass(), key, now
            if vault_keys_are_files(settings.VALUES):
                mend_cut_turn(keys_dir(settings.DATA_DIR), now=now)


class _Ahead:
    """Grants that pages sealed, once each in the life of this process: whatever a look misses is
    opened on the night as it is."""

    def __init__(self) -> None:
        self._after, self._key = 0, ""

    def go_on(self, bench: Bench) -> int:
        if bench.opener.current_id != self._key:
            self._after, self._key = 0, bench.opener.current_id
        (grants,) = FANS
        batch = grants.reseal_ahead(opener=bench.opener, after=self._after, at_most=BATCH)
        self._after = batch.last
        return sum(batch.done.values())


def _turn(bench: Bench) -> int:
    """On SQLite only: it lives on one machine, so nobody else's copy of the keys goes stale."""
    if connection.vendor != "sqlite" or not vault_keys_are_files(settings.VALUES):
        return 0
    return int(turn_old_keys(keys_dir(settings.DATA_DIR), now=bench.now()))


def _destroy(bench: Bench) -> int:
    folder = keys_dir(settings.DATA_DIR)
    is_due = vault_keys_are_files(settings.VALUES) and (folder / RETIRED).is_dir()
    # An installation without any campaign may be waiting for a backup to be put back.
    if not is_due or not retired_in(folder) or not Campaign.objects.exists():
        return 0
    one_machine = connection.vendor == "sqlite"
    after = DESTROYED_AFTER if one_machine else DESTROYED_AFTER_ELSEWHERE
    unneeded = _unneeded(keys_to_destroy(folder, after=after, now=bench.now()))
    closed = [key for key in unneeded if close_if_quiet(key, now=bench.now())]
    # Looked at once more: what was sealed up to the closing is seen by now, and nothing follows.
    return destroy_keys(folder, _unneeded(closed), now=bench.now()) if closed else 0


def _unneeded(keys: Sequence[str]) -> list[str]:
    in_use = count_by_key() if keys else {}
    return [key for key in keys if key not in in_use]


_IN_BACKGROUND = _InBackground()
JOBS: tuple[Job, ...] = (
    Job("vault.turn", timedelta(hours=1), _turn),
    Job("vault.reseal", timedelta(seconds=0.5), _IN_BACKGROUND.go_on),
    Job("vault.ahead", timedelta(seconds=0.5), _Ahead().go_on),
    Job("vault.pages", timedelta(minutes=1), mind_pages),
    Job("vault.destroy", timedelta(minutes=10), _destroy),
)
