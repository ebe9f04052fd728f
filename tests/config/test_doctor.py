"""What the doctor says about pages that are closed because nobody answers for the data."""

import pytest

from countin.campaigns.models import Campaign
from countin.config.addresses import Controller
from countin.config.doctor.findings import Finding, Grade
from countin.config.doctor.ground import look_at_ground
from tests.insights.rows import make_campaign


@pytest.fixture(autouse=True)
def _nobody(db, settings):
    settings.IS_LOOPBACK = False
    settings.BASE_URL = "https://p.example"
    settings.CONTROLLER = Controller("", "", "")


def controller() -> Finding:
    (finding,) = (finding for finding in look_at_ground() if finding.about == "controller")
    return finding


def test_pages_that_were_open_are_named_with_the_mend():
    make_campaign()
    make_campaign()
    make_campaign(published=False)

    found = controller()

    assert found.grade == Grade.MEND
    assert "COUNTIN_CONTROLLER_NAME" in found.words
    assert found.words.endswith(
        "2 pages that were open are closed until then; what was promised there is kept."
    )


def test_without_any_page_there_is_nothing_to_be_closed():
    assert controller().words.endswith("without them a public page is not published.")


def test_once_somebody_is_named_all_is_well(settings):
    make_campaign()
    settings.CONTROLLER = Controller("Held Notes", "hello@example.org", "1 Quay")

    assert controller().grade == Grade.FINE
    assert Campaign.objects.get().published_at is not None
