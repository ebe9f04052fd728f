"""A door with its campaign, and browsers in front of it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from countin import clock
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


@pytest.fixture
def set_clock(tmp_path) -> Iterator[Callable[[datetime], None]]:
    """Move the installation's clock; the simulator's stays."""
    file = tmp_path / "offset"

    def set_to(moment: datetime) -> None:
        file.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        clock.follow_offset_file(file)

    yield set_to
    clock.follow_offset_file(None)


@pytest.fixture
def wait() -> Callable[[float], None]:
    """Let real time pass: some things are looked at once a second, whatever the clock says."""
    return time.sleep


@pytest.fixture
def promised(door, browser: Browser) -> Browser:
    """A browser whose fan promised, and asked for no follow."""
    browser.connect("ada")
    return browser
