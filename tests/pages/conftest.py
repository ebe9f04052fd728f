"""A door with its campaign, and browsers in front of it."""

from collections.abc import Iterator

import pytest

from simulator.running import RunningSimulator
from tests.pages.door import Browser, Door


@pytest.fixture
def door(db: None, settings) -> Iterator[Door]:
    """Extended quota, an Apple Music key, no mailbox; the fan ada has accounts at both."""
    with RunningSimulator() as sim:
        door = Door(sim)
        settings.PROVIDERS = door.providers()
        sim.add_fan("ada", country="DE")
        yield door
        door.close()


@pytest.fixture
def browser() -> Browser:
    return Browser()
