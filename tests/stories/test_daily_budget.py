"""The operator was told a number of calls a day, and set it."""

from datetime import timedelta

import pytest

from countin.workspaces.alarms import is_raised
from tests.stories.night import Night


@pytest.mark.django_db(transaction=True)
def test_a_budget_that_is_used_up_parks_the_night_until_the_next_day(night: Night):
    fans = night.crowd(20)
    night.spotify.gate.daily = 24
    before = night.spotify.gate.sent
    night.to_release()
    night.work_until_quiet()

    assert 19 <= night.spotify.gate.sent - before <= 24
    assert night.states()["saved"] >= 8
    assert night.states()["promised"] == 20 - night.states()["saved"]
    assert is_raised("daily_budget", subject="spotify")

    for _day in range(3):
        night.leap(timedelta(days=1))
        night.work_until_quiet()

    assert night.states() == {"saved": 20}
    assert night.holders() == set(fans)
    assert not is_raised("daily_budget", subject="spotify")
