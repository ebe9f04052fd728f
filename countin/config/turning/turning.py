"""Turning the keys, and what goes on after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from countin.config.turning import files, ledger
from countin.config.turning.resealing import Pass
from countin.workspaces.jobs import Opens

TURNED_EVERY = timedelta(days=30)


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


def reseal_on(going: Pass, *, opener: Opens, folder: Path, now: datetime) -> int:
    """One more batch of a pass that is not over, written down. Returns how many rows."""
    done = going.go_on(opener=opener)
    ledger.record_resealed(folder, done, now=now)
    return sum(done.values())
