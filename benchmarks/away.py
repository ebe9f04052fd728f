"""The database gone for a whole minute in the middle of a night, two workers: when the last call
was sent, when the next one was. Run as a program: `python -m benchmarks.away` prints one JSON
object; DATABASE_URL names a PostgreSQL server."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.nights import stage_behind_a_door
from benchmarks.worker import Line, has_postgres
from tests.faults.proxy import DatabaseDoor
from tests.journeys.installation import wait_until
from tests.journeys.seeding import count_states, moves_to_saved, saved_numbers, seed_crowd
from tests.journeys.stage import SLUG, Stage

_FANS = 2_000
_AWAY_FOR = 60.0
_STOPS_WITHIN = 1.0
_LOOKS_EVERY = 0.02


def measure() -> Iterator[Line]:
    """On PostgreSQL alone: SQLite is never elsewhere."""
    if not has_postgres():
        yield Line("the database away for a minute", "not measured: PostgreSQL is not installed")
        return
    done = subprocess.run(
        ["scripts/with_postgres.sh", sys.executable, "-m", "benchmarks.away"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit("The minute without a database was not survived: see above.")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    yield Line("the last call after the database went away", f"{said['last_call']:.2f} s")
    yield Line("calls sent in the rest of the minute", f"{said['calls_meanwhile']:,}")
    yield Line("the next call after it came back", f"{said['next_call']:.1f} s")
    yield Line("promises, all saved, each moved once", f"{said['saved']:,}")


def _play(stage: Stage, *, door: DatabaseDoor) -> dict[str, Any]:
    stage.open_campaign()
    seed_crowd(SLUG, stage=stage, start=0, size=_FANS)
    stage.product.begin("worker")
    stage.sim.tell("scenario", {"name": "slow", "seconds": 0.3})
    stage.release_soon(at_least=90)
    # Saves and not calls: access is asked for ahead of the moment.
    wait_until(lambda: _saves(stage) > _FANS / 4, within=300)
    door.shut()
    last_call, counted = _listen(stage, seconds=_AWAY_FOR)
    health = stage.phone("passer-by").open(f"{stage.product.base_url}/healthz").status
    door.unlock()
    began = time.monotonic()
    wait_until(lambda: _calls(stage) > counted[-1], within=300, every=_LOOKS_EVERY)
    next_call = time.monotonic() - began
    wait_until(lambda: not count_states(stage).get("promised"), within=900, every=2)
    return {
        "last_call": last_call,
        "calls_meanwhile": counted[-1] - counted[0],
        "next_call": next_call,
        "health": health,
        "saved": len(saved_numbers(stage)),
        "moves": moves_to_saved(stage),
        "in_libraries": len(stage.holders()),
        "complaints": stage.complaints(),
    }


def _listen(stage: Stage, *, seconds: float) -> tuple[float, tuple[int, int]]:
    """When the last call came, in seconds from now; how many had come once `_STOPS_WITHIN` was
    over, and at the end."""
    began, last, known = time.monotonic(), 0.0, _calls(stage)
    after_a_moment = known
    while (now := time.monotonic() - began) < seconds:
        if (calls := _calls(stage)) != known:
            last, known = now, calls
        if now <= _STOPS_WITHIN:
            after_a_moment = known
        time.sleep(_LOOKS_EVERY)
    return last, (after_a_moment, known)


def _calls(stage: Stage) -> int:
    return sum(stage.sim.world.calls.counts.copy().values())


def _saves(stage: Stage) -> int:
    counts = stage.sim.world.calls.counts.copy()
    return sum(
        calls
        for (_service, endpoint, _status), calls in counts.items()
        if endpoint.startswith("PUT ")
    )


def main() -> None:
    with stage_behind_a_door() as (stage, door):
        said = _play(stage, door=door)
        print(json.dumps(said))
        assert said["calls_meanwhile"] == 0, said
        assert said["health"] == 503, said
        assert said["saved"] == said["in_libraries"] == _FANS, said
        assert (tuple(said["moves"]), said["complaints"]) == ((_FANS, _FANS), {}), said


if __name__ == "__main__":
    main()
