"""Whatever a newcomer types first finds its tables."""

import json
from pathlib import Path

from tests.journeys.installation import Installation


def test_a_campaign_may_be_asked_for_before_anything_was_served(
    tmp_path: Path, own_database_url: str
):
    product = Installation(tmp_path, database_url=own_database_url)

    done = product.run("campaign", "list", "--json")

    assert (done.returncode, json.loads(done.stdout)) == (0, {"campaigns": []})
