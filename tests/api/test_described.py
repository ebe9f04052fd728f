"""Whatever is sent: no 5xx, and no answer that the description does not name."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.asking import Program, campaign_sent
from tests.insights.rows import make_campaign, make_presave, make_reminder

pytestmark = pytest.mark.sqlite
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(live_server, asks: Program, workspace):
    """The description, over real HTTP, and something to find behind it."""
    asks.put("/campaigns/midnight-single", campaign_sent())
    campaign = make_campaign(channels={"newsletter": 40})
    make_presave(campaign)
    make_reminder(campaign)
    return schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")


def test_it_answers_as_it_is_described(described, asks: Program):
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @EXAMPLES
        @given(case=operation.as_strategy())
        def ask(case):
            # What a cursor or a campaign may be, no schema can say: those are refused with 422.
            case.call_and_validate(
                headers={"Authorization": asks.bearer},
                excluded_checks=[positive_data_acceptance],
            )

        ask()
        asked += 1

    assert asked == 23
