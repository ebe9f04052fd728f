"""What every test starts with."""

from collections.abc import Iterator

import pytest

from countin.visits.buffer import VISITS


@pytest.fixture(autouse=True)
def waiting_visits() -> Iterator[None]:
    """Visits of pages that a test asks for inside this process wait for `VISITS.flush()`: no
    other thread writes into the test's own transaction."""
    VISITS.starts_writer = False
    VISITS.take()
    yield
    VISITS.take()
