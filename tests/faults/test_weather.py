"""A night on which everything goes wrong at once; `make bench ARGS=weather` plays them all."""

import pytest

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
