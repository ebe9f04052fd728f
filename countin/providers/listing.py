"""One folder of this room, as an installation takes it in: a provider is its folder, one line in
`countin.config.listings`, its settings, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from countin.providers.contract import Abilities, Option, Provider, Words
from countin.providers.http import Http
from countin.providers.shapes import Live


class Build(Protocol):
    """How a folder makes its provider."""

    def __call__(
        self,
        values: Mapping[str, str],
        *,
        make_http: Callable[[str], Http],
        now: Callable[[], datetime],
    ) -> Provider:
        """From its settings, by environment name; `make_http` is given the account at the service
        under which it calls. Raises ValueError, with the next step, for what can't be."""


@dataclass(frozen=True)
class Listing:
    """What is declared of a service before anything is set."""

    name: str  # the folder's; as in addresses, JSON and files
    words: Words
    abilities: Abilities
    who_may: str  # who may use it, and how one gets there: a sentence or two of docs/services.md
    build: Build = field(repr=False)
    prefix: str = ""  # of its settings: SPOTIFY for COUNTIN_SPOTIFY_…; empty: it has none
    options: tuple[Option, ...] = ()
    live: Live | None = None
    address: Option | None = None  # what is asked there, anything, tells the service's time

    @property
    def settings(self) -> tuple[Option, ...]:
        """Every setting that is about this service."""
        return (self.daily_calls, *self.options) if self.daily_calls else self.options

    @property
    def daily_calls(self) -> Option | None:
        """The setting of a budget of one's own; None of a service that is asked nothing."""
        if not self.prefix:
            return None
        return Option(
            f"COUNTIN_{self.prefix}_DAILY_CALLS",
            f"Calls a day to {self.words.name} at most; empty: no budget.",
        )
