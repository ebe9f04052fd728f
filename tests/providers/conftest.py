"""Fixtures of all providers' tests."""

from collections.abc import Iterator

import pytest

from tests.providers.odd_service import OddService


@pytest.fixture
def service() -> Iterator[OddService]:
    """A service that answers exactly what the test tells it to."""
    with OddService() as running:
        yield running
