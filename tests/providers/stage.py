"""What every test of a provider needs: the simulator, the provider, a fan and a release."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from countin.providers.asking import ask
from countin.providers.contract import (
    Access,
    Ask,
    Grant,
    Option,
    Provider,
    Release,
    Saved,
)
from countin.providers.http import Http
from simulator.running import RunningSimulator
from tests.providers.gate import CountingGate

BOTH = frozenset({Ask.SAVE, Ask.FOLLOW})
UPC, ISRC, TWIN_UPC = "410000209998", "ZZTST2600001", "4006381333931"
ARTIST = {"id": "the-testers", "name": "The Testers"}
OUT = {
    "id": "out",
    "title": "Already Out",
    "kind": "single",
    "artist": ARTIST,
    "upc": UPC,
    "date": "2026-01-09",
    "timing": "published",
    "tracks": [{"title": "Already Out", "isrc": ISRC}],
}


class ProviderStage(ABC):
    """A provider's test file says how to build it, and how a fan agrees."""

    options: tuple[Option, ...]
    any_id: str  # well-formed, of no release
    running: RunningSimulator | None = None

    @abstractmethod
    def values(self, sim: RunningSimulator) -> Mapping[str, str]:
        """The settings of an installation that may do everything, by environment name."""

    @abstractmethod
    def build(self, values: Mapping[str, str], *, http: Http) -> Provider:
        """The provider from its settings."""

    @abstractmethod
    def connect(
        self, provider: Any, *, sim: RunningSimulator, fan: str, asks: frozenset[Ask] = BOTH
    ) -> tuple[Grant, Access]:
        """Let the fan agree at the service, and take what comes back."""

    @abstractmethod
    def pin(self, shown: Mapping[str, Any]) -> tuple[str, str]:
        """The pinned id and the artist's id of a release shown by the control API."""

    @pytest.fixture
    def sim(self) -> Iterator[RunningSimulator]:
        with RunningSimulator() as running:
            self.running = running
            running.add_fan("ada", country="DE")
            running.tell("releases", OUT)
            yield running

    @pytest.fixture
    def gate(self) -> CountingGate:
        return CountingGate()

    @pytest.fixture
    def provider(self, sim: RunningSimulator, gate: CountingGate) -> Iterator[Any]:
        http = Http(gate=gate, wait_for=timedelta(seconds=5))
        yield self.build(self.values(sim), http=http)
        ask(http.close())

    @pytest.fixture
    def keyless(self, gate: CountingGate) -> Any:
        return self.build({}, http=Http(gate=gate))

    @pytest.fixture
    def ada(self, provider: Any, sim: RunningSimulator) -> tuple[Grant, Access]:
        return self.connect(provider, sim=sim, fan="ada")

    @pytest.fixture
    def out(self, sim: RunningSimulator) -> Release:
        return self.release(sim, "out")

    def release(self, sim: RunningSimulator, key: str, *, market: str = "DE") -> Release:
        shown = sim.look(f"releases/{key}?market={market}")
        pinned_id, artist_id = self.pin(shown)
        return Release(
            title=shown["title"],
            kind=shown["kind"],
            artist_name=shown["artists"][0]["name"],
            artist_id=artist_id,
            pinned_id=pinned_id,
            upc=shown["upc"],
            isrc=shown["tracks"][0]["isrc"],
        )

    def find(self, provider: Any, release: Release, *, market: str = "DE", now=None) -> Any:
        moment = now or datetime.now(UTC)
        return ask(provider.find_release(release, market=market, now=moment))

    def now(self) -> datetime:
        """The simulator's moment, which leaps where a test says so."""
        if self.running is None:
            return datetime.now(UTC)
        return datetime.fromisoformat(self.running.look("clock")["now"])

    def use(self, provider: Any, *, grant: Grant) -> Saved:
        """As release day does: refresh, then save."""
        access = ask(provider.refresh(grant, now=datetime.now(UTC)))
        saved: Saved = ask(provider.save(access, release_id=self.any_id))
        return saved

    def bare(self, release_id: str) -> str:
        """The id as the service itself spells it."""
        return release_id

    def calls(
        self, provider: Any, *, grant: Grant, access: Access, out: Release, release_id: str
    ) -> list[Any]:
        """Every call that a limit applies to, ready to be made."""
        now = datetime.now(UTC)
        calls = [
            lambda: provider.identify(access),
            lambda: provider.find_release(out, market="DE", now=now),
            lambda: provider.find_release(replace(out, pinned_id=None), market="DE", now=now),
            lambda: provider.save(access, release_id=release_id),
        ]
        if provider.abilities.follow:
            calls.append(lambda: provider.follow(access, artist_id=out.artist_id))
        if provider.abilities.read_back:
            calls.append(lambda: provider.read_back(access, release_id=release_id, market="DE"))
        if provider.abilities.take_back:
            calls.append(lambda: provider.take_back(access, release_id=release_id))
        return calls

    def count_calls(self, sim: RunningSimulator) -> int:
        endpoints = sim.look("calls")["services"].values()
        return sum(n for counts in endpoints for by in counts.values() for n in by.values())
