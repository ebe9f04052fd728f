"""Turning the keys, and what goes on after it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from countin.config.turning import files, ledger
from countin.config.turning.resealing import Pass
from countin.workspaces.jobs import Opens

TURNED_EVERY = timedelta(days=30)

# What a slow page sealed with the public key that it had just read is committed long before.
DESTROYED_AFTER = timedelta(hours=1)
# Pages of other machines have to be given the new public key by somebody.
DESTROYED_AFTER_ELSEWHERE = timedelta(days=1)


@dataclass(frozen=True)
class Turned:
    """The ids of both keys."""

    before: str
    now: str


def turn_keys(folder: Path, *, now: datetime) -> Turned:
    """From now on a new pair seals. The old one opens until it is destroyed."""
    with files.holding_keys(folder):
        ledger.catch_up(folder, now=now)
        before, after = files.turn_files(folder)
        ledger.record_made(folder, key=after, now=now)
        ledger.catch_up(folder, now=now)
    return Turned(before, after)


def turn_old_keys(folder: Path, *, now: datetime) -> bool:
    """Turn them where they are older than a month. True: they were turned."""
    mend_cut_turn(folder, now=now)
    made = ledger.life_in_use(folder).made
    if made is None or now - made < TURNED_EVERY:
        return False
    turn_keys(folder, now=now)
    return True


def mend_cut_turn(folder: Path, *, now: datetime) -> None:
    """Bring to an end what a kill cut short."""
    with files.holding_keys(folder):
        files.mend_public(folder)
        ledger.catch_up(folder, now=now)


def keys_to_destroy(
    folder: Path, *, after: timedelta = DESTROYED_AFTER, now: datetime
) -> list[str]:
    """Those that were retired so long ago, whatever is sealed under them."""
    with files.holding_keys(folder):
        ledger.catch_up(folder, now=now)
        lives = ledger.read_ledger(folder)
        retired = ((key, lives.get(key)) for key in files.retired_in(folder))
    return [key for key, life in retired if life and life.retired and now - life.retired >= after]


def destroy_keys(folder: Path, keys: Collection[str], *, now: datetime) -> int:
    """Destroy these retired keys, under which nothing live is sealed and nothing can be sealed any
    more. Returns how many."""
    with files.holding_keys(folder):
        over = sorted({*keys} & {*files.retired_in(folder)})
        for key in over:
            files.destroy_file(folder, key_id=key)
        ledger.catch_up(folder, now=now)
    return len(over)


def reseal_on(going: Pass, *, opener: Opens, folder: Path, now: datetime) -> int:
    """One more batch of a pass that is not over, written down. Returns how many rows."""
    done = going.go_on(opener=opener)
    ledger.record_resealed(folder, done, now=now)
    return sum(done.values())
