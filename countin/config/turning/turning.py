"""Turning the keys, and what goes on after it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from countin.config.turning import files, ledger
from countin.config.turning.resealing import Pass
from countin.workspaces.jobs import Opens


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
        ledger.catch_up(folder, now=now)
    return Turned(before, after)


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
