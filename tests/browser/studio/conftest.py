"""Who sits in the studio. One printed link lets somebody into a house; whoever comes later on a
device of another size brings the same session along."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Arrive
from tests.browser.entering import enter
from tests.browser.house import House
from tests.browser.sizes import Size
from tests.browser.studio.organizer import Organizer

Sit = Callable[[House, Size], Organizer]


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """The cookies of an owner, by the house's address."""
    return {}


@pytest.fixture
def sit(arrive: Arrive, sessions: dict[str, Any]) -> Sit:
    """An owner at the campaigns."""

    def sit_down(house: House, size: Size) -> Organizer:
        if house.base_url not in sessions:
            page = enter(house, arrive, name="sitting", **size.browser)
            sessions[house.base_url] = page.context.cookies()
            return Organizer(page, size=size)
        visitor = arrive(house, **size.browser)
        visitor.context.add_cookies(sessions[house.base_url])
        return Organizer(visitor.open("/studio/w/default/"), size=size)

    return sit_down
