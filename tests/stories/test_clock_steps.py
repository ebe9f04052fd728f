"""The machine's clock is set in the middle of a night, and the service's is not."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.night import Night
from tests.stories.test_pacing import answered

FANS = 14


def step_our_clock(night: Night, span: timedelta) -> None:
    """The service's stays as it was."""
    offset = (night.now() - datetime.now(UTC)).total_seconds()
    night.leap(span)
    night.sim.tell("clock", {"offset_seconds": offset})


@pytest.mark.parametrize(
    "step", [timedelta(hours=-1), timedelta(days=1), timedelta(seconds=-40), timedelta(seconds=40)]
)
def test_a_step_in_mid_wave_loses_nobody_and_saves_nobody_twice(night: Night, step: timedelta):
    fans = night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": 12, "window_seconds": 30})
    night.work_until_quiet()
    assert 0 < len(night.holders()) < FANS

    step_our_clock(night, step)
    night.work_until_quiet()
    night.sim.tell("scenario", "calm")
    night.play()

    assert night.states() == {"saved": FANS}
    assert night.holders() == set(fans)
    assert answered(night, "PUT")[200] == FANS


def test_a_clock_that_was_ahead_saves_nothing_more_before_the_moment_comes_again(night: Night):
    night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": 12, "window_seconds": 30})
    night.work_until_quiet()
    early = night.holders()

    step_our_clock(night, timedelta(hours=-3))
    night.sim.tell("scenario", "calm")
    night.work_until_quiet()

    assert night.holders() == early
