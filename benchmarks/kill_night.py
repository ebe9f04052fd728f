"""One release night on which everything is killed again and again, judged by the libraries of
the simulator. Run as a program: `python -m benchmarks.kill_night PROMISES KILLS SEED` tells its
progress on standard error and prints one JSON object; DATABASE_URL chooses PostgreSQL."""

import json
import random
import sys
import time
from typing import Any

from benchmarks.kill_passers import Passers
from benchmarks.kill_targets import Database, Targets
from benchmarks.nights import night_stage
from tests.journeys.installation import wait_until
from tests.journeys.seeding import (
    count_grants_of_saved,
    moves_to_saved,
    saved_numbers,
    seed_crowd,
)
from tests.journeys.stage import ALBUM, SLUG, Stage

# A worker takes at most so many promises at a time, and takes no more before each of them is
# written down: what one kill can make it ask for twice.
AT_MOST_AGAIN = 100
_PATIENCE = 900.0
# On PostgreSQL the claims of the dead run out after two minutes.
_LEAP = 32.0
_LOOKS = 10
_LOOKS_EVERY = 5.0
_GOES_ON = 5  # calls


class KillNight:
    """The crowd, the kills, and what came of both."""

    def __init__(self, stage: Stage, *, promises: int, kills: int, chance: random.Random) -> None:
        self._stage, self._promises, self._kills = stage, promises, kills
        self._chance = chance
        self._database_url = stage.product.environment["DATABASE_URL"]
        self._made, self._looked_at = 0, 0.0
        self._began = time.monotonic()

    def play(self) -> dict[str, Any]:
        """Everything; what was found, as plain values."""
        self._stage.open_campaign()
        self._fill(self._promises)
        passers = Passers(self._stage)
        passers.start()
        targets = Targets(
            self._stage, chance=self._chance, database=Database() if self._database_url else None
        )
        self._stage.release_soon(at_least=90)  # others may keep this machine busy
        self._kill(targets)
        passers.stop()
        self._finish(targets)
        moves, moved = moves_to_saved(self._stage)
        writes = self._writes()
        return {
            "promises": self._made,
            "kills": dict(targets.hits),
            "seconds": round(time.monotonic() - self._began),
            "saved": len(saved_numbers(self._stage)),
            "in_libraries": len(self._holders()),
            "moves": moves,
            "moved": moved,
            "contradicted": len(self._contradicted()) + len(passers.contradicted()),
            "complaints": self._stage.complaints(),
            "writes_again": sum(writes) - self._made,
            "most_writes": max(writes),
            "at_most_again": AT_MOST_AGAIN * targets.interruptions,
            "passers": len(passers.told.promised) + len(passers.told.withdrawn),
            "passers_in_vain": passers.told.in_vain,
            "grants_kept": count_grants_of_saved(self._stage),
        }

    def _fill(self, size: int) -> None:
        seed_crowd(SLUG, stage=self._stage, start=self._made, size=size)
        self._made += size
        self._tell(f"{self._made:,} promises made")

    def _kill(self, targets: Targets) -> None:
        """At random points of the work to be done, a refresh and a save each; and never before
        work goes on after the kill before."""
        span = range(self._promises // 100, 2 * self._promises)
        for number, point in enumerate(sorted(self._chance.sample(span, self._kills)), start=1):
            self._work_on(until=max(point, self._calls() + _GOES_ON))
            hit = targets.kill_one()
            if number % max(1, self._kills // _LOOKS) == 0:
                assert not self._contradicted()
            targets.mend()
            self._stage.leap(_LEAP)
            done = self._calls() / 2
            self._tell(f"kill {number} of {self._kills}: {hit}, after {done:,.0f} promises")

    def _work_on(self, *, until: int) -> None:
        """Until so many calls were answered. Where the workers are quicker than the kills, more
        fans come: there is always work to be killed in."""

        def is_there() -> bool:
            if time.monotonic() > self._looked_at + _LOOKS_EVERY:
                if self._made - len(saved_numbers(self._stage)) < self._promises / 4:
                    self._fill(self._promises // 4)
                self._looked_at = time.monotonic()
            return self._calls() >= until

        wait_until(
            is_there, within=_PATIENCE, every=0.05, told=lambda: self._stage.product.log[-3000:]
        )

    def _finish(self, targets: Targets) -> None:
        """Every kill is healed, every claim of the dead run out; what is left is kept."""
        wait_until(self._stage.product.is_healthy, within=_PATIENCE)
        targets.mend()
        ends = time.monotonic() + 4 * _PATIENCE
        while (saved := len(saved_numbers(self._stage))) < self._made:
            assert time.monotonic() < ends, (saved, self._stage.product.log[-3000:])
            self._tell(f"{saved:,} of {self._made:,} saved")
            time.sleep(5)
            self._stage.leap(_LEAP)

    def _contradicted(self) -> set[int]:
        """Promises called saved that stand in no library."""
        return saved_numbers(self._stage) - self._holders()

    def _holders(self) -> set[int]:
        held = self._stage.holders()
        return {int(name.removeprefix("fan-")) for name in held if name.startswith("fan-")}

    def _writes(self) -> list[int]:
        fans = self._stage.sim.world.fans
        accounts = [fans.get(f"fan-{number}").spotify for number in range(self._made)]
        return [len(one.writes.get(ALBUM, [])) for one in accounts if one]

    def _calls(self) -> int:
        """Refreshes and saves that were answered, or cut."""
        counted = self._stage.sim.world.calls.counts.copy()
        return sum(n for (_s, where, _status), n in counted.items() if _is_of_fans(where))

    def _tell(self, words: str) -> None:
        print(f"{time.monotonic() - self._began:6.0f} s  {words}", file=sys.stderr, flush=True)


def _is_of_fans(where: str) -> bool:
    return "PUT" in where or "refresh" in where


def main(promises: int, *, kills: int, seed: int) -> None:
    with night_stage() as stage:
        chance = random.Random(seed)
        print(json.dumps(KillNight(stage, promises=promises, kills=kills, chance=chance).play()))


if __name__ == "__main__":
    main(int(sys.argv[1]), kills=int(sys.argv[2]), seed=int(sys.argv[3]))
