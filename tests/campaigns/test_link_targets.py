"""Where a page leads: found by code and proposed, looked at before fans are led there."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from countin.campaigns.models import Campaign, LinkCheck, LinkKind, OutsideLink
from countin.campaigns.targets.checking import check_due_links
from countin.campaigns.targets.commands import links
from countin.campaigns.targets.manners import Manners
from countin.campaigns.targets.times import first_look, next_look
from countin.campaigns.targets.words import look_words
from countin.elsewhere.deezer import Deezer
from countin.elsewhere.itunes import ITunes
from countin.elsewhere.musicbrainz import MusicBrainz
from countin.providers.contract import Provider
from countin.workspaces.models import Alarm, AuditEntry
from simulator.running import RunningSimulator
from tests.campaigns.conftest import Apply
from tests.campaigns.written import NOW, RIGHT

FIRST = datetime.fromisoformat("2026-12-17T11:00:00+00:00")
LAST = datetime.fromisoformat("2026-12-18T11:00:00+00:00")
DAY = timedelta(days=1)


async def at_once(_seconds: float) -> None:
    """No second has to pass between two requests to a stand-in."""


@pytest.fixture
def installation(
    settings: Any, tmp_path: Path, no_keys: Mapping[str, Provider], sim: RunningSimulator
) -> Iterator[RunningSimulator]:
    """Without any key; the open catalogs are at their stand-ins, and the release is out."""
    settings.PROVIDERS = {**settings.PROVIDERS, **no_keys}
    settings.BASE_URL, settings.IS_LOOPBACK = "http://127.0.0.1:8000", True
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CATALOGS = (
        ITunes(f"{sim.base_url}/itunes"),
        Deezer(f"{sim.base_url}/deezer"),
        MusicBrainz(f"{sim.base_url}/musicbrainz", rest=at_once),
    )
    sim.tell("releases/midnight-windows/availability", {"timing": "published"})
    with time_machine.travel(NOW, tick=False):
        yield sim


def run(*arguments: str) -> Result:
    return CliRunner().invoke(links, ["midnight-windows", *arguments])


def document(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


# Found by code


def test_what_is_found_is_proposed_and_never_taken(installation: RunningSimulator, apply: Apply):
    release = apply().campaign.release

    told = document()

    found = {one["service"]: one for one in told["found"]}
    assert set(found) >= {"apple_music", "deezer"}
    assert (found["deezer"]["title"], found["deezer"]["artist"]) == (
        "Midnight Windows",
        "The Held Notes",
    )
    assert found["deezer"]["same_artist"] is True
    assert (told["troubles"], release.links.count(), release.pins.count()) == ([], 0, 0)


def test_what_somebody_takes_stands_on_the_page(installation: RunningSimulator, apply: Apply):
    apply()

    done = run("--take", "apple_music", "--take", "deezer")

    campaign = Campaign.objects.with_release().get()
    assert done.exit_code == 0, done.stderr
    assert campaign.release.pinned_id("apple_music").startswith("albums:99")
    assert "deezer: " in done.stderr
    assert "the next `apply` takes it away" in done.stderr
    assert [one["service"] for one in document()["found"] if one["service"] != "bandcamp"] == []
    assert AuditEntry.objects.filter(what="campaign changed").exists()


def test_another_artists_release_is_said_aloud(installation: RunningSimulator, apply: Apply):
    apply(RIGHT.replace("The Held Notes", "Somebody Else").replace("  spotify: spotify:artist:"
          "0TheHeldNotesArtist001\n", ""))  # fmt: skip

    assert "look twice" in run().stdout


def test_nothing_can_be_taken_that_was_not_found(installation: RunningSimulator, apply: Apply):
    apply()

    done = run("--take", "tidal")

    assert (done.exit_code, "Nothing new was found at 'tidal'" in done.stderr) == (1, True)


def test_a_catalog_that_is_down_stops_nobody(
    settings: Any, installation: RunningSimulator, apply: Apply
):
    apply()
    settings.CATALOGS = (*settings.CATALOGS, ITunes("http://127.0.0.1:9"))

    told = document()

    assert {one["service"] for one in told["found"]} >= {"apple_music", "deezer"}
    assert ["was not reached" in words for words in told["troubles"]] == [True]


# Looked at


def give_link(campaign: Campaign, url: str, *, name: str = "audiomack") -> None:
    position = campaign.release.links.count() + 1
    OutsideLink.objects.create(
        release=campaign.release, kind=LinkKind.SERVICE, provider=name, url=url, position=position
    )


def look(no_keys: Mapping[str, Provider], *, now: datetime) -> int:
    manners = Manners("Count-In", lets_loopback=True, lets_outside=False)
    return check_due_links(providers=no_keys, manners=manners, now=now)


def test_links_are_looked_at_from_a_week_before_on(
    installation: RunningSimulator, apply: Apply, no_keys: Mapping[str, Provider]
):
    campaign = apply().campaign
    give_link(campaign, f"{installation.base_url}/pages/there/a")

    early = look(no_keys, now=FIRST - timedelta(days=9))
    first = look(no_keys, now=FIRST - timedelta(days=6))
    again = look(no_keys, now=FIRST - timedelta(days=6) + timedelta(hours=1))
    next_day = look(no_keys, now=FIRST - timedelta(days=5) + timedelta(hours=1))

    assert [early, first, again, next_day] == [0, 1, 0, 1]
    assert LinkCheck.objects.get().life == "answered"


def test_a_dead_link_calls_after_a_second_look_and_is_quiet_once_mended(
    installation: RunningSimulator, apply: Apply, no_keys: Mapping[str, Provider]
):
    campaign = apply().campaign
    give_link(campaign, f"{installation.base_url}/pages/gone/a")
    begin = FIRST - timedelta(days=3)

    look(no_keys, now=begin)
    after_one = Alarm.objects.count()
    look(no_keys, now=begin + timedelta(hours=1, minutes=1))
    alarm = Alarm.objects.get()
    OutsideLink.objects.update(url=f"{installation.base_url}/pages/there/a")
    look(no_keys, now=begin + timedelta(hours=3))

    assert (after_one, alarm.kind) == (0, "link_dead")
    assert "If it opens only with the release, nothing is to be done" in alarm.words
    assert not Alarm.objects.filter(cleared_at__isnull=True).exists()
    assert LinkCheck.objects.get().life == "answered"


def test_nobody_is_called_for_a_campaign_that_is_over(
    installation: RunningSimulator, apply: Apply, no_keys: Mapping[str, Provider]
):
    campaign = apply().campaign
    give_link(campaign, f"{installation.base_url}/pages/gone/a")
    look(no_keys, now=FIRST)
    look(no_keys, now=FIRST + timedelta(hours=2))
    called = Alarm.objects.filter(cleared_at__isnull=True).count()

    look(no_keys, now=LAST + timedelta(days=40))

    assert (called, Alarm.objects.filter(cleared_at__isnull=True).count()) == (1, 0)


def test_what_answers_programs_with_nothing_is_said_and_calls_nobody(
    installation: RunningSimulator, apply: Apply
):
    campaign = apply().campaign
    give_link(campaign, f"{installation.base_url}/pages/robots/a")

    told = document("--check")["links"]

    assert [(one["name"], one["life"]) for one in told] == [("Audiomack", "unclear")]
    assert told[0]["words"].endswith("Open it yourself.")
    assert not Alarm.objects.exists()


def test_no_address_of_our_own_network_is_asked_on_a_public_installation(
    settings: Any, installation: RunningSimulator, apply: Apply
):
    settings.IS_LOOPBACK = False
    give_link(apply().campaign, f"{installation.base_url}/pages/there/a")

    told = document("--check")["links"]

    assert (told[0]["life"], "no https page" in told[0]["words"]) == ("unclear", True)


def test_a_demo_asks_nobody_outside(
    installation: RunningSimulator, apply: Apply, no_keys: Mapping[str, Provider]
):
    give_link(apply().campaign, "https://audiomack.com/held-notes/song/midnight")

    look(no_keys, now=FIRST)

    assert LinkCheck.objects.get().words == "This is a demo: nobody outside is asked."


# When


def test_a_link_is_looked_at_daily_and_as_the_release_comes_out():
    when = FIRST - timedelta(days=2, hours=12)
    looks = [when]
    while looks[-1] < LAST + timedelta(days=2):
        looks.append(
            next_look(first_moment=FIRST, last_moment=LAST, is_doubtful=False, now=looks[-1])
        )

    settled = timedelta(minutes=20)
    assert looks[:6] == [
        when,
        when + DAY,
        when + 2 * DAY,
        FIRST + settled,
        LAST + settled,
        LAST + settled + DAY,
    ]


def test_a_late_campaign_is_looked_at_at_once_and_an_early_one_a_week_before():
    assert first_look(first_moment=FIRST, now=LAST) == LAST
    assert first_look(first_moment=FIRST, now=FIRST - 30 * DAY) == FIRST - 7 * DAY


def test_a_link_that_nobody_looked_at_says_when():
    assert "from a week before" in look_words(LinkCheck(name="Bandcamp", url="https://x.example"))
