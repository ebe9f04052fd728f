"""A night for every story that wants one."""

from collections.abc import Iterator

import pytest

from simulator.running import RunningSimulator
from tests.stories.night import Night


@pytest.fixture
def night(transactional_db: None) -> Iterator[Night]:
    """A campaign that releases on December 18, and the simulator; nothing has happened yet."""
    with RunningSimulator() as sim:
        night = Night(sim)
        yield night
        night.close()
