"""What a room declares so that the worker runs it: a job, and the bench it works at."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from countin.providers.contract import Provider


class Seals(Protocol):
    """The vault's sealer. Spelled here because the vault's importers are a closed list."""

    def seal(self, secret: str, *, context: Any) -> bytes:
        """Seal for the worker's eyes."""


class Opens(Protocol):
    """The vault's opener, which the worker alone holds."""

    def open(self, sealed: bytes, *, context: Any) -> str:
        """Open what was sealed under this very context."""

    def reseal(self, secret: str, *, context: Any) -> bytes:
        """Seal under the worker's own key."""

    def renew(self, sealed: bytes, *, context: Any) -> bytes | None:
        """Seal anew what was sealed; None where it does not open."""

    @property
    def current_id(self) -> str:
        """Names the key that seals now."""

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Names every key that opens, the current one first."""


class Queue(Protocol):
    """Where work is handed to whichever worker of several is free. Plain values only."""

    def room(self) -> int:
        """How many more parts it takes now."""

    def workers(self) -> int:
        """How many share."""

    def handed(self, now: datetime) -> list[dict[str, Any]]:
        """Those that wait or are under way."""

    def hand(self, name: str, plain: Mapping[str, Any], *, now: datetime) -> int:
        """1; 0 where one of that name waits already."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Bench:
    """Everything a job may use, handed down by the worker. `now` reads the clock anew."""

    now: Callable[[], datetime]
    providers: Mapping[str, Provider]
    opener: Opens = field(repr=False)
    sealer: Seals = field(repr=False)
    base_url: str
    mail_is_set: bool
    chance: random.Random = field(repr=False)
    # With which push services are told who pushes; empty: no browser is notified.
    push_key: str = field(default="", repr=False)
    # Where several workers share; None: this one does everything itself.
    queue: Queue | None = None
    # Whoever is in the middle of something long gives way once this says so.
    is_stopped: Callable[[], bool] = _never

    @property
    def savers(self) -> tuple[Provider, ...]:
        """Services at which something can be saved by itself; the others only link."""
        return tuple(one for one in self.providers.values() if one.abilities.direct)


@dataclass(frozen=True)
class Job:
    """Something that is looked after again and again. The verb returns how much it did."""

    name: str
    every: timedelta
    verb: Callable[[Bench], int]
    # Of several workers, one at a time runs it; where rows are claimed one by one, many may.
    alone: bool = True
