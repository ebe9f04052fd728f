"""The demo's comparison of counts and libraries finds what is wrong, or it would prove nothing."""

from collections.abc import Iterator

import pytest

from countin.config.demo.stand_ins import StandIns
from countin.config.demo.verdict import Verdict, compare
from simulator.running import RunningSimulator

UPC = "410000201015"
ALBUM = "spotify:album:0MidnightWindowsEP0001"
ARTIST = "spotify:artist:0TheHeldNotesArtist001"


@pytest.fixture
def sim() -> Iterator[RunningSimulator]:
    with RunningSimulator() as sim:
        for name in ("ada", "bo", "cy"):
            sim.add_fan(name)
        yield sim


def hold(sim: RunningSimulator, *names: str, what: str = ALBUM) -> None:
    for name in names:
        account = sim.world.fans.get(name).spotify
        assert account
        account.shelf_of(what)[what] = sim.world.clock.now()


def fan(name: str, ended: str = "promised", *, follows: bool = False) -> dict:
    return {"fan": name, "service": "spotify", "ended": ended, "follows": follows}


def counts(*, saved: int = 0, needs_fan: int = 0, followed: int = 0) -> dict:
    five = {"saved": saved, "needs_fan": needs_fan, "failed": 0}
    return {"by_provider": {"spotify": five}, "follows": {"done": followed}}


def verdict(sim: RunningSimulator, *, counted: dict, fans: list[dict]) -> Verdict:
    return compare(counted, fans=fans, services=StandIns(sim.base_url), upc=UPC)


def test_libraries_as_counted_agree(sim):
    hold(sim, "ada", "bo")
    hold(sim, "ada", what=ARTIST)
    fans = [fan("ada", follows=True), fan("bo"), fan("cy", "withdrawn")]

    found = verdict(sim, counted=counts(saved=2, followed=1), fans=fans)

    assert found == Verdict(saved=2, followed=1, differences=())
    assert found.as_json() == {"saved": 2, "followed": 1, "agree": True}


def test_a_save_that_was_not_counted_is_named(sim):
    hold(sim, "ada", "bo")

    found = verdict(sim, counted=counts(saved=1), fans=[fan("ada"), fan("bo")])

    assert "spotify: counted 1 saved, its libraries hold 2" in found.differences
    assert not found.agrees


@pytest.mark.parametrize("ended", ["withdrawn", "cancelled", "looked", "revoked", "reminded"])
def test_a_save_that_the_fan_did_not_want_is_named(sim, ended):
    hold(sim, "ada")

    found = verdict(sim, counted=counts(saved=1), fans=[fan("ada", ended)])

    assert f"ada: {ended}, yet has it in the library of spotify" in found.differences


def test_a_save_of_somebody_who_never_came_is_named(sim):
    hold(sim, "cy")

    found = verdict(sim, counted=counts(saved=1), fans=[])

    assert found.differences == ("cy: never came, yet has it in a library",)


def test_a_fan_lost_without_a_reason_is_named(sim):
    hold(sim, "ada")

    found = verdict(sim, counted=counts(saved=1), fans=[fan("ada"), fan("bo")])

    assert found.differences == (
        "spotify: 1 fans who promised have nothing and 0 revoked, but 0 losses are named; "
        "without a save: bo",
    )


def test_losses_that_the_report_names_agree(sim):
    hold(sim, "ada")
    fans = [fan("ada"), fan("bo"), fan("cy", "revoked")]

    assert verdict(sim, counted=counts(saved=1, needs_fan=2), fans=fans).agrees


def test_a_follow_that_nobody_ticked_is_named(sim):
    hold(sim, "ada", what=ARTIST)

    found = verdict(sim, counted=counts(followed=1), fans=[fan("ada", "withdrawn")])

    assert found.differences == ("ada: never ticked it, yet follows",)
