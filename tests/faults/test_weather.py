"""A night on which everything goes wrong at once; `make bench ARGS=weather` plays them all."""

from pathlib import Path

import pytest

from benchmarks.weather import NIGHTS
from simulator.scenarios import KINDS
from tests.faults.weather import Weather, play_weather
from tests.journeys.conftest import SetStage

_EVERYTHING = Weather(
    "limit, errors, lost answers, slow, late catalogue",
    [
        {"name": "rate-limited", "limit": 30, "window_seconds": 3.0, "grace_seconds": 1.0},
        {"name": "flaky", "share": 0.1, "endpoints": ["PUT", "refresh"]},
        {"name": "cut", "share": 0.3},
        {"name": "slow", "seconds": 0.1},
        {"name": "not-yet-in-catalogue", "minutes": 0.3},
    ],
)


@pytest.mark.timeout(300)
@pytest.mark.once
def test_a_night_on_which_everything_goes_wrong_at_once_loses_nobody(set_stage: SetStage):
    found = play_weather(set_stage(), weather=_EVERYTHING, fans=60, within=200)

    assert found.states == {"saved": 60}
    assert found.refused > 0
    assert found.cuts > 0
    found.judge()


# What a thousand fans can't be judged by: the stories that play it.
_TOLD_ELSEWHERE = {"silent-200": "tests/stories/test_canaries.py"}


@pytest.mark.sqlite
def test_every_scenario_is_played_by_a_night_under_load_and_most_beside_others():
    played = {str(one["name"]) for night in NIGHTS for one in (*night.scenarios, *night.then)}
    alone = [night.name for night in NIGHTS if len(night.scenarios) < 2]

    assert set(KINDS) - {"calm"} - played == set(_TOLD_ELSEWHERE)
    assert alone == []
    for name, story in _TOLD_ELSEWHERE.items():
        assert f'"{name}"' in Path(story).read_text()
