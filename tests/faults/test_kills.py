"""kill -9 in the middle of a wave, in foul weather: nothing is lost, and nobody is pestered."""

import random
import time
from collections.abc import Callable, Sequence

import pytest

from tests.journeys.installation import wait_until
from tests.journeys.seeding import gather_crowd
from tests.journeys.stage import ARTIST, Stage, sleep_until

FANS, FOLLOWERS, LIMIT = 40, 6, 12
# Rotated secrets that may be on their way when a process dies; release_day keeps it to these.
AT_MOST_LOST_BY_A_KILL = 4
LIMITS: list[dict[str, object]] = [
    {
        "name": "rate-limited",
        "limit": LIMIT,
        "window_seconds": 3.0,
        "clock": "simulated",  # the clocks leap over what follows a kill
    },
]
STORM: list[dict[str, object]] = [
    *LIMITS,
    # Only what is asked on behalf of fans fails: a look that fails waits 15 s, and tells nothing.
    {
        "name": "flaky",
        "share": 0.1,
        "cut_share": 0.05,
        "endpoints": ["PUT", "refresh"],
        "add": True,
    },
    {"name": "cut", "share": 0.3, "add": True},
]


def kill_worker(stage: Stage) -> None:
    stage.product.kill("worker")


def kill_pages_and_worker(stage: Stage) -> None:
    stage.product.kill("pages")
    stage.product.kill("worker")


def kill_web_and_worker(stage: Stage) -> None:
    stage.product.kill("web")
    stage.product.kill("worker")


def kill_tree(stage: Stage) -> None:
    stage.product.kill_tree()
    stage.product.begin_to_serve()


@pytest.mark.timeout(300)
def test_a_wave_survives_being_killed_again_and_again(stage: Stage):
    kills = (kill_tree, kill_pages_and_worker, kill_tree, kill_web_and_worker, kill_worker)
    fans = gather_crowd(stage, size=FANS, followers=FOLLOWERS)
    stage.sim.tell("scenario", STORM)
    sleep_until(stage.release_soon())

    _kill_in_mid_wave(stage, kills=kills, chance=random.Random(2))
    cuts = _cut_answers(stage)
    stage.sim.tell("scenario", LIMITS)  # or the last retries would wait for minutes
    counts = stage.play_out(within=150)
    writes = stage.writes(fans)

    assert counts["presaves"]["saved"] == FANS
    assert counts["follows"]["done"] == FOLLOWERS
    assert stage.holders() == set(fans)
    assert stage.holders(ARTIST) == set(fans[:FOLLOWERS])
    assert stage.complaints() == {}
    assert sum(writes.values()) - FANS <= cuts + LIMIT * len(kills)
    assert max(writes.values()) <= 2 + len(kills)
    assert stage.grants_kept() == 0


@pytest.mark.timeout(300)
def test_where_secrets_rotate_a_kill_costs_no_more_than_what_was_on_its_way(stage: Stage):
    kills = [kill_worker] * 3
    fans = gather_crowd(stage, size=FANS)
    stage.sim.tell("scenario", [*LIMITS, {"name": "rotating-tokens", "add": True}])
    sleep_until(stage.release_soon())

    _kill_in_mid_wave(stage, kills=kills, chance=random.Random(1))
    counts = stage.play_out(within=150)

    lost = counts["presaves"]["needs_fan"]
    assert counts["presaves"]["saved"] == FANS - lost
    assert lost <= AT_MOST_LOST_BY_A_KILL * len(kills)
    assert counts["reasons"] == ({"grant_refused": lost} if lost else {})
    assert len(stage.holders() & set(fans)) >= FANS - lost
    assert sum(stage.complaints().values()) == stage.complaints().get("dead_refresh_token", 0)
    assert stage.grants_kept() == lost  # for one more look, a day later


@pytest.mark.sqlite  # on PostgreSQL the dead worker's claims stand for longer than that
def test_whoever_is_killed_while_asking_asks_nothing_for_a_window(stage: Stage):
    gather_crowd(stage, size=FANS)
    stage.sim.tell("scenario", LIMITS)
    sleep_until(stage.release_soon())

    before = _kill_while_asking(stage)
    time.sleep(3)
    after = _all_calls(stage)
    stage.sim.tell("scenario", "calm")
    stage.outwait_kill()
    counts = stage.play_out(within=60)

    assert after == before
    assert counts["presaves"]["saved"] == FANS
    assert stage.complaints() == {}


def _kill_while_asking(stage: Stage) -> int:
    """Kill as soon as calls are seen, until one kill comes before the worker is done with them:
    its successor says so. Returns the calls that the services have seen."""
    for _ in range(12):
        seen = _all_calls(stage)
        wait_until(lambda: _all_calls(stage) > seen, within=40, every=0.01)  # noqa: B023
        kill_worker(stage)
        time.sleep(0.5)  # what was on its way has arrived
        seen = _all_calls(stage)
        wait_until(lambda: _is_silent(stage) or _all_calls(stage) > seen, within=60)  # noqa: B023
        if _is_silent(stage):
            return seen
    raise AssertionError("twelve kills, and none in the middle of a call")


def _is_silent(stage: Stage) -> bool:
    return "killed while asking" in stage.product.log


def _kill_in_mid_wave(
    stage: Stage, *, kills: Sequence[Callable[[Stage], None]], chance: random.Random
) -> None:
    for kill in kills:
        before = sum(_calls(stage).values())
        wait_until(lambda: sum(_calls(stage).values()) > before, within=40, every=0.02)  # noqa: B023
        time.sleep(chance.uniform(0, 0.5))
        kill(stage)
        stage.outwait_kill()


def _calls(stage: Stage) -> dict[str, int]:
    """Answers to refreshes, saves and follows."""
    calls = stage.sim.look("calls")["services"].get("spotify", {})
    return {
        name: sum(answers.values())
        for name, answers in calls.items()
        if "PUT" in name or "refresh" in name
    }


def _all_calls(stage: Stage) -> int:
    return int(stage.sim.look("calls")["total"])


def _cut_answers(stage: Stage) -> int:
    calls = stage.sim.look("calls")["services"]["spotify"]
    return sum(answers.get("cut", 0) for answers in calls.values())
