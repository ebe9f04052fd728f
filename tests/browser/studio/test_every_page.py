"""Every page of the studio is looked at: on the way of a journey, or for that alone."""

from pathlib import Path

import pytest

from tests.browser.house import House
from tests.browser.looks import look_once
from tests.browser.sizes import PHONE
from tests.browser.studio.conftest import Sit
from tests.browser.studio_pages import (
    NO_PAGE,
    OF_ACCOUNTS,
    OF_CAMPAIGNS,
    ON_THE_WAY,
    look_at_the_rest,
    page_names,
)

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def test_what_stands_in_no_journey_is_in_order(label: House, sit: Sit):
    away = look_at_the_rest(sit(label, PHONE).page, of=OF_CAMPAIGNS, look=look_once)

    assert away == {"studio_home"}  # straight to the one workspace there is


def test_every_page_of_the_studio_is_looked_at_somewhere():
    """What is no page says why; what stands in no journey is visited (test_coming_in, too)."""
    known = {name for name in page_names() if name.startswith((OF_CAMPAIGNS, *OF_ACCOUNTS))}
    known |= {*ON_THE_WAY.values(), *NO_PAGE}
    files = Path(__file__).parents[1].rglob("test_*.py")
    journeys = "".join(file.read_text() for file in files)

    assert page_names() - known == set()
    assert {*ON_THE_WAY.values(), *NO_PAGE} - page_names() == set()
    assert {name for name in ON_THE_WAY if f'"{name}")' not in journeys} == set()
