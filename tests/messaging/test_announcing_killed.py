"""kill -9 in the middle of an announcement."""

from pathlib import Path

import pytest

from benchmarks.announce import play
from tests.journeys.installation import Installation
from tests.journeys.tables import bring_tables


@pytest.mark.database
def test_an_announcement_survives_its_sender_being_killed(tmp_path: Path, own_database_url: str):
    """Nobody is missing; at most the one mail under way came twice, under the same id, counted.
    `play` raises where it is otherwise."""
    product = Installation(tmp_path, database_url=own_database_url)
    bring_tables(product, database_url=own_database_url)

    played = play(members=200, kills=1, environment=product.environment)

    assert (len(played.took.times), played.counts["waiting"]) == (200, 0)
