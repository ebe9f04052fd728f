"""What is away for a while and comes back: the database, a worker that was stopped. PostgreSQL,
where both are somewhere else than whoever needs them."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.proxy import DatabaseDoor
from tests.journeys.installation import wait_until
from tests.journeys.seeding import count_states, gather_crowd, moves_to_saved
from tests.journeys.stage import Stage

pytestmark = pytest.mark.postgres
FANS = 60


@pytest.fixture
def door(own_database_url: str) -> Iterator[DatabaseDoor]:
    with DatabaseDoor(own_database_url) as door:
        yield door


@pytest.mark.timeout(240)
def test_with_the_database_away_nothing_is_asked_and_afterwards_everything_goes_on(
    tmp_path: Path, door: DatabaseDoor
):
    with Stage(tmp_path, database_url=door.url) as stage:
        stage.open_campaign()
        fans = gather_crowd(stage, size=FANS)
        stage.sim.tell("scenario", {"name": "slow", "seconds": 0.6})
        stage.release_soon()
        wait_until(lambda: writes_made(stage, fans) >= 10, within=60)

        door.shut()
        time.sleep(1.0)
        asked = calls_made(stage)
        time.sleep(4.0)
        asked_meanwhile = calls_made(stage) - asked
        page = stage.phone("passer-by").open(f"{stage.product.base_url}/healthz")
        door.unlock()
        # The claims of what could not be written down run out.
        stage.outwait_kill()
        stage.sim.tell("scenario", "calm")
        counts = stage.play_out(within=60)

        assert asked_meanwhile == 0
        assert page.status == 503
        assert counts["presaves"]["saved"] == FANS
        assert moves_to_saved(stage) == (FANS, FANS)
        assert stage.holders() == set(fans)
        # Written down or not: a save is asked for again only where its answer was lost.
        assert max(stage.writes(fans).values()) <= 2


@pytest.mark.timeout(240)
def test_a_stopped_worker_loses_its_claims_and_what_it_says_later_does_not_count(stage: Stage):
    fans = gather_crowd(stage, size=FANS)
    (first,) = stage.product.processes("worker")
    stage.sim.tell("scenario", {"name": "slow", "seconds": 0.6})
    stage.release_soon()
    wait_until(lambda: writes_made(stage, fans) >= 10, within=60)

    os.kill(first, signal.SIGSTOP)
    stage.product.begin("worker")
    stage.sim.tell("scenario", "calm")
    time.sleep(1.0)
    stage.outwait_kill()
    # Whatever it held in the database comes free within half a minute, on the database's clock.
    counts = stage.play_out(within=120)
    os.kill(first, signal.SIGCONT)
    time.sleep(3.0)

    assert counts["presaves"]["saved"] == FANS
    assert count_states(stage) == {"saved": FANS}
    assert moves_to_saved(stage) == (FANS, FANS)
    assert stage.holders() == set(fans)
    assert stage.grants_kept() == 0


@pytest.mark.timeout(240)
def test_a_worker_whose_shards_alone_hang_ends_so_that_it_is_started_again(
    stage: Stage, own_database_url: str
):
    fans = stage.crowd(6)
    # A rehearsal writes rows beside promises, in the thread that looks after shards: with that
    # still to come the whole worker would wait, for a minute (docs/decisions/0083).
    wait_until(lambda: is_rehearsed(own_database_url), within=60)
    stage.product.stop()
    hung = stage.product.begin("worker", "--with-shards", "4")
    with psycopg.connect(own_database_url) as other:
        # Somebody forgot an open transaction: whoever writes a promise down waits for it.
        other.execute("SELECT id FROM presaves_presave FOR UPDATE")
        stage.release_soon()
        code = hung.wait(timeout=60)
    stage.product.begin("worker")
    stage.outwait_kill()
    counts = stage.play_out(within=60)

    assert code == 1
    assert "shards hang: this worker ends" in stage.product.log
    assert counts["presaves"]["saved"] == 6
    assert moves_to_saved(stage) == (6, 6)
    assert stage.holders() == set(fans)


def writes_made(stage: Stage, fans: list[str]) -> int:
    return sum(stage.writes(fans).values())


def is_rehearsed(database_url: str) -> bool:
    with psycopg.connect(database_url) as looking:
        open_or_done = "SELECT count(*), count(done_at) FROM release_day_rehearsal"
        rehearsals, done = looking.execute(open_or_done).fetchall()[0]
    return bool(rehearsals == done > 0)


def calls_made(stage: Stage) -> int:
    return _total(stage.sim.look("calls"))


def _total(counted: Any) -> int:
    if isinstance(counted, dict):
        return sum(_total(one) for one in counted.values())
    return counted if isinstance(counted, int) else 0
