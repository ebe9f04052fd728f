"""Machines are known by their names, and no name makes the look-up long."""

import pytest

from countin.visits import machines
from countin.visits.machines import is_machine
from tests.visits.user_agents import INSIDE

GOOGLEBOT = (
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Chrome/129.0.6668.89 Mobile Safari/537.36 (compatible; Googlebot/2.1; "
    "+http://www.google.com/bot.html)"
)


class Noted:
    """The catalog of names, and what it was asked to look through."""

    def __init__(self, catalog) -> None:
        self._catalog = catalog
        self.looked_through: list[str] = []

    def isCrawler(self, agent: str) -> bool:  # noqa: N802 - the catalog's own name
        self.looked_through.append(agent)
        return bool(self._catalog.isCrawler(agent))


@pytest.fixture
def noted(monkeypatch) -> Noted:
    catalog = Noted(machines._crawlers)
    monkeypatch.setattr(machines, "_crawlers", catalog)
    return catalog


@pytest.mark.parametrize(
    ("agent", "looked_through"),
    [
        ("w" * 512, "w" * 32),
        ("-" * 512, "-" * 32),
        ("ab_1" * 128, "ab_1" * 8),
        (("w" * 100 + " ") * 5, ("w" * 32 + " ") * 2 + "w" * 32),
        ("w." * 256, "w." * 128),
        (GOOGLEBOT, GOOGLEBOT),
    ],
)
def test_a_word_that_never_ends_is_cut_before_it_is_looked_through(noted, agent, looked_through):
    is_machine(agent)

    assert noted.looked_through == [looked_through]


@pytest.mark.parametrize("agent", [GOOGLEBOT, "w" * 200 + " Googlebot/2.1", "curl/8.5.0", ""])
def test_a_machine_is_known_beside_a_long_word_and_at_the_end_of_a_long_name(agent):
    assert is_machine(agent) is True


@pytest.mark.parametrize("agent", [agent for _app, agent in INSIDE])
def test_a_browser_inside_an_app_is_no_machine_however_long_its_name(agent):
    assert is_machine(agent) is False
