"""Links in the studio: found by a code and ticked by a person; looked at, and taken later."""

from collections.abc import Iterator

import pytest

from countin.campaigns.models import Campaign, LinkCheck
from countin.elsewhere.deezer import Deezer
from countin.elsewhere.itunes import ITunes
from simulator.running import RunningSimulator
from tests.studio.conftest import NEW, Desk, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
UPC = "410000201015"
LINKS = "/studio/c/midnight-single/links"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        running.tell("releases/midnight-windows/availability", {"timing": "published"})
        yield running


@pytest.fixture
def sim(running: RunningSimulator, settings, tmp_path) -> RunningSimulator:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CATALOGS = (ITunes(f"{running.base_url}/itunes"), Deezer(f"{running.base_url}/deezer"))
    return running


def ticked(screen: str) -> list[str]:
    """What the second screen offers, each a service and its value."""
    parts = screen.split('name="take" value="')[1:]
    return [part.split('"')[0] for part in parts if "checked" not in part.split(">")[0]]


def test_without_keys_a_code_finds_names_and_links_and_takes_none(
    sim: RunningSimulator, manager: Desk
):
    screen = manager.look(NEW, given=UPC).content.decode()

    assert 'value="Midnight Windows"' in screen
    assert 'value="The Held Notes"' in screen
    assert [pair.split()[0] for pair in ticked(screen)] == ["apple_music", "deezer"]
    manager.make(code=UPC)
    release = Campaign.objects.with_release().get().release
    assert (release.pins.count(), release.links.count()) == (0, 0)


def test_what_somebody_ticks_is_taken(sim: RunningSimulator, manager: Desk):
    pairs = ticked(manager.look(NEW, given=UPC).content.decode())

    manager.make(code=UPC, take=pairs)

    release = Campaign.objects.with_release().get().release
    assert release.pinned_id("apple_music").startswith("albums:99")
    assert release.pinned_id("deezer").startswith("www.deezer.com/album/")


@pytest.mark.parametrize(
    "pair",
    [
        *("deezer https://evil.example/album/1", "deezer javascript:alert(1)"),
        *("apple_music nothing", "unknown https://x.example/", "deezer", ""),
    ],
)
def test_what_a_form_sends_is_judged_like_a_file(sim: RunningSimulator, manager: Desk, pair: str):
    answer = manager.press(NEW, **typed(code=UPC, take=[pair]))

    campaign = Campaign.objects.with_release().first()
    assert (answer.status_code == 422) == (campaign is None)
    if campaign:
        assert (campaign.release.pins.count(), campaign.release.links.count()) == (0, 0)


def test_a_campaign_that_stands_is_looked_up_by_a_press_and_taken_by_another(
    sim: RunningSimulator, manager: Desk
):
    manager.make(code=UPC)
    unasked = manager.look(LINKS).content.decode()
    found = manager.look(LINKS, find="1").content.decode()

    manager.press(f"{LINKS}/take", take=ticked(found)[0])

    assert "It is mine: take" not in unasked
    assert found.count("It is mine: take") == 2
    release = Campaign.objects.with_release().get().release
    assert release.pinned_id("apple_music").startswith("albums:99")
    assert "take Apple Music" not in manager.look(LINKS, find="1").content.decode()


def test_each_link_is_looked_at_when_somebody_presses(sim: RunningSimulator, manager: Desk):
    campaign = manager.make()
    LinkCheck.objects.create(campaign=campaign, name="Old", url="https://old.example/")
    campaign.release.links.create(
        kind="service", provider="audiomack", url=f"{sim.base_url}/pages/gone/x", position=1
    )

    manager.press(f"{LINKS}/look")

    screen = manager.look(LINKS).content.decode()
    assert "Gone (" in screen
    assert "It is looked at once more within the hour." in screen
    assert "old.example" not in screen
    assert "no proof that the release is on it" in screen
