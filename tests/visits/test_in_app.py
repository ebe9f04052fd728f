"""Which app shows the page inside itself, by the name that it sends."""

import pytest

from countin.visits.in_app import app_label, app_named, recognize_in_app
from tests.visits.user_agents import INSIDE, OUTSIDE


@pytest.mark.parametrize(("name", "agent"), INSIDE)
def test_an_apps_own_browser_is_known_by_its_app(name, agent):
    found = recognize_in_app(agent)

    assert found is not None
    assert found.name == name
    assert found == app_named(name)


@pytest.mark.parametrize("agent", OUTSIDE)
def test_a_real_browser_and_a_machine_are_no_app(agent):
    assert recognize_in_app(agent) is None


def test_an_app_is_called_as_people_call_it_and_an_unknown_one_by_its_name():
    assert [app_label(name) for name in ("tiktok", "x", "gone")] == ["TikTok", "X", "gone"]
