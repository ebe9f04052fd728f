"""`countin campaign apply | list | guests | pause | resume`, as people and programs type them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from countin.campaigns.commands import COMMANDS
from countin.campaigns.guests import guest_key
from countin.campaigns.models import Campaign
from countin.config.addresses import Controller
from countin.providers.contract import Provider
from tests.campaigns.written import NOW, RIGHT, spoiled, write_file

RELEASE_DATE = date(2026, 12, 18)
BY_NAME = {command.name: command for command in COMMANDS}


@pytest.fixture(autouse=True)
def _installation(
    settings: Any, tmp_path: Path, no_keys: Mapping[str, Provider], db: None
) -> Iterator[None]:
    """Loopback, without keys, at the tests' moment."""
    settings.PROVIDERS = no_keys
    settings.BASE_URL, settings.IS_LOOPBACK = "http://127.0.0.1:8000", True
    settings.CONTROLLER = Controller("", "", "")
    settings.SECRET_KEY = "the tests' own"
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(NOW, tick=False):
        yield


def run(name: str, *arguments: object) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(BY_NAME[name], words, env={"COLUMNS": "80"})


def document(name: str, *arguments: object) -> Any:
    result = run(name, *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_apply_prints_one_document(tmp_path: Path):
    path = write_file(tmp_path)

    first, again = document("apply", path), document("apply", path)

    assert first == {
        "slug": "midnight-windows",
        "url": "http://127.0.0.1:8000/midnight-windows",
        "state": "open",
        "modes": {"spotify": "remind", "apple_music": "remind"},
        "runway_days": 28,
        "notes": [],
        "created": True,
        "changed": [],
        "pinned": {},
        "hits": {},
        "contents": {
            "artist": {"links": []},
            "release": {"tracks": [], "links": {}},
            "preorder": [],
            "native": {},
        },
    }
    assert again == {**first, "created": False}


def test_apply_tells_people_why(tmp_path: Path):
    result = run("apply", write_file(tmp_path))

    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "midnight-windows – created. It is open." in text
    assert "http://127.0.0.1:8000/midnight-windows" in text
    assert "Spotify: remind – “Remind me for Spotify”" in text
    assert "With an app of your own (its owner needs Premium) five guests can connect" in text
    assert "Runway: 28 days" in text
    assert "newsletter: 3,100 people" in text


def test_what_people_read_fits_into_eighty_columns(tmp_path: Path):
    result = run("apply", write_file(tmp_path))

    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_apply_says_what_is_already_too_late(tmp_path: Path):
    path = write_file(tmp_path, text=spoiled("2026-12-18", new="2026-11-25"))

    text = " ".join(run("apply", path).stdout.split())

    assert "Runway: 5 days" in text
    assert "✗ The pitch window of Spotify for Artists has shut" in text


def test_apply_says_when_nobody_can_be_pointed_at_the_page(tmp_path: Path):
    path = write_file(tmp_path, text="\n".join(RIGHT.splitlines()[:13]))

    text = " ".join(run("apply", path).stdout.split())

    assert "Nobody to point at it: no channel has a known reach." in text


def test_a_title_that_looks_like_markup_is_printed_as_it_is(tmp_path: Path):
    path = write_file(tmp_path, text=RIGHT.replace("Midnight Windows", '"[bold]x[/nope]"'))

    run("apply", path)
    result = run("list")

    assert result.exit_code == 0
    assert "[bold]x[/nope]" in result.stdout


def test_a_wrong_file_is_refused_with_one_sentence_and_all_findings(tmp_path: Path):
    text = spoiled("kind: ep", new="kind: opus").replace("2026-12-18", "2026-11-19")

    result = run("apply", write_file(tmp_path, text=text.replace("slug:", "slugg:")), "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "Error: campaign.yaml was refused, and nothing changed: mend 4 places and apply again.",
        "  line 1: `slug` is missing. Add `slug:` as in examples/.",
        "  line 6: `release.kind` can't be 'opus'. Choose single or ep or album.",
        "  line 9: The release date 2026-11-19 is in the past. Give the coming one; a campaign "
        "that stands may only keep the date it had.",
        "  line 11: `slugg` is no key. Did you mean `slug`?",
    ]
    assert not Campaign.objects.exists()


def test_a_missing_file_ends_with_one_sentence():
    result = run("apply", "nowhere.yaml")

    assert result.exit_code == 1
    assert "There is no file nowhere.yaml. Check the path." in result.stderr


def test_no_argument_is_wrong_usage():
    assert run("apply").exit_code == 2


def test_a_public_page_without_a_controller_stays_a_draft(settings: Any, tmp_path: Path):
    settings.BASE_URL, settings.IS_LOOPBACK = "https://presave.example.org", False

    draft = document("apply", write_file(tmp_path))
    assert draft["state"] == "draft"
    assert "COUNTIN_CONTROLLER_NAME" in draft["notes"][0]

    settings.CONTROLLER = Controller("Lantern", "https://lantern.example", "1 Road")
    public = document("apply", write_file(tmp_path))
    assert (public["state"], public["changed"], public["notes"]) == ("open", ["published"], [])


def test_list_shows_what_is_there(tmp_path: Path):
    assert "countin campaign apply FILE" in run("list").stdout
    run("apply", write_file(tmp_path))

    assert document("list") == {
        "campaigns": [
            {
                "slug": "midnight-windows",
                "url": "http://127.0.0.1:8000/midnight-windows",
                "state": "open",
                "artist": "The Held Notes",
                "title": "Midnight Windows",
                "release_date": RELEASE_DATE.isoformat(),
            }
        ]
    }
    assert "midnight-windows  open   2026-12-18" in run("list").stdout


def test_list_tells_each_campaigns_state(tmp_path: Path):
    run("apply", write_file(tmp_path))

    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        assert document("list")["campaigns"][0]["state"] == "ended"


def test_guests_prints_the_private_link(tmp_path: Path):
    run("apply", write_file(tmp_path))

    printed = document("guests", "midnight-windows")

    key = guest_key(Campaign.objects.get(), secret_key="the tests' own")
    assert printed == {
        "slug": "midnight-windows",
        "url": f"http://127.0.0.1:8000/midnight-windows?guest={key}",
        "modes": {"spotify": "remind", "apple_music": "remind"},
    }
    assert run("guests", "midnight-windows").stdout.splitlines() == [
        printed["url"],
        "Guests are reminded like everybody: no key is set that would let them connect.",
    ]


def test_guests_of_an_unknown_campaign_are_pointed_at_the_list():
    result = run("guests", "nothing")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: There is no campaign 'nothing'. See what there is: countin campaign list\n"
    )


@pytest.mark.parametrize("name", ["apply", "list", "guests", "pause", "resume"])
def test_every_command_explains_itself(name: str):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert len(result.stdout) > 100


def test_pause_holds_a_campaign_up_and_resume_lets_it_go_on(tmp_path: Path):
    run("apply", write_file(tmp_path))

    paused = document("pause", "midnight-windows")
    stood = Campaign.objects.get().is_open(NOW)
    resumed = document("resume", "midnight-windows")

    assert paused == {"slug": "midnight-windows", "state": "paused"}
    assert resumed == {"slug": "midnight-windows", "state": "open"}
    assert (stood, Campaign.objects.get().is_open(NOW)) == (False, True)


def test_pausing_says_what_comes_next(tmp_path: Path):
    run("apply", write_file(tmp_path))

    said = [run(name, "midnight-windows").stdout for name in ("resume", "pause", "pause", "resume")]

    assert [text.partition(". ")[0] for text in said] == [
        *("It was not paused", "It is paused", "It was paused already", "It goes on"),
    ]
    assert "countin campaign resume midnight-windows" in said[1]


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_what_is_unknown_can_be_neither_paused_nor_resumed(name: str):
    result = run(name, "nothing")

    assert result.exit_code == 1
    assert "countin campaign list" in result.stderr


def test_once_nobody_is_named_an_open_campaign_is_listed_as_a_draft(tmp_path: Path, settings: Any):
    run("apply", write_file(tmp_path))
    settings.IS_LOOPBACK = False
    settings.CONTROLLER = Controller("", "", "")

    assert document("list")["campaigns"][0]["state"] == "draft"
    assert document("pause", "midnight-windows")["state"] == "draft"


def test_a_services_own_page_is_named_as_the_mode(tmp_path: Path):
    native = 'native: {spotify: "https://open.spotify.com/prerelease/1"}\n'
    path = write_file(tmp_path, text=RIGHT + native)

    printed, said = document("apply", path), run("apply", path).stdout

    assert printed["modes"] == {"spotify": "native", "apple_music": "remind"}
    assert "Spotify: native – “Pre-save on Spotify’s own page”" in said
    assert "what is done there Spotify tells nobody" in " ".join(said.split())
