"""A stage for every journey that wants one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.stage import Stage

SetStage = Callable[..., Stage]


@pytest.fixture
def set_stage(tmp_path: Path, own_database_url: str) -> Iterator[SetStage]:
    """Makes a stage with the options given; all of them are cleared away at the end."""
    with ExitStack() as stack:

        def make(**options: Any) -> Stage:
            return stack.enter_context(Stage(tmp_path, database_url=own_database_url, **options))

        yield make


@pytest.fixture
def stage(set_stage: SetStage) -> Stage:
    """An installation with all keys, served, and a campaign that comes out in an hour."""
    stage = set_stage()
    stage.open_campaign()
    return stage
