"""One simulator for all these tests, as new for each."""

from collections.abc import Iterator

import pytest

from simulator.running import RunningSimulator
from tests.simulator.caller import AppleCaller, SpotifyCaller


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


@pytest.fixture
def sim(running_simulator: RunningSimulator) -> RunningSimulator:
    running_simulator.tell("reset")
    running_simulator.add_fan("ada", country="DE")
    running_simulator.add_fan("ben", country="US")
    return running_simulator


@pytest.fixture
def spotify(sim: RunningSimulator) -> SpotifyCaller:
    return SpotifyCaller(sim)


@pytest.fixture
def apple(sim: RunningSimulator) -> AppleCaller:
    return AppleCaller(sim)
