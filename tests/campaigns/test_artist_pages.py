"""`countin artist apply | list | hide`: an artist's page from a file, before any campaign."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from countin.campaigns.artist_pages.commands import COMMANDS
from countin.campaigns.models import Artist, Campaign
from countin.config.addresses import Controller
from countin.providers.contract import Provider
from tests.campaigns.written import NOW

BY_NAME = {command.name: command for command in COMMANDS}
FILE = """\
artist:
  name: The Held Notes
  spotify: spotify:artist:0TheHeldNotesArtist001
  links: [{label: Website, url: "https://theheldnotes.example.org/"}]
next: {date: 2026-12-12, what: "Concert in Lisbon", link: "https://hall.example.org/held"}
"""


@pytest.fixture(autouse=True)
def _installation(settings: Any, no_keys: Mapping[str, Provider], db: None) -> Iterator[None]:
    settings.PROVIDERS = no_keys
    settings.BASE_URL, settings.IS_LOOPBACK = "http://127.0.0.1:8000", True
    settings.CONTROLLER = Controller("", "", "")
    settings.MAIL_IS_SET = True
    with time_machine.travel(NOW, tick=False):
        yield


def run(name: str, *words: object) -> Result:
    arguments = [str(word) for word in words]
    return CliRunner().invoke(BY_NAME[name], arguments, env={"COLUMNS": "80"})


def apply(tmp_path: Path, text: str = FILE) -> Any:
    path = tmp_path / "artist.yaml"
    path.write_text(text, encoding="utf-8")
    result = run("apply", path, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_a_file_makes_the_page_and_the_same_file_twice_changes_nothing(tmp_path):
    first, again = apply(tmp_path), apply(tmp_path)

    assert first == {
        "handle": "the-held-notes",
        "name": "The Held Notes",
        "url": "http://127.0.0.1:8000/@the-held-notes",
        "domain": None,
        "published": True,
        "next": {
            "date": "2026-12-12",
            "what": "Concert in Lisbon",
            "link": "https://hall.example.org/held",
        },
        "created": True,
        "changed": [],
        "notes": [],
    }
    assert again == {**first, "created": False}


def test_what_leaves_the_file_leaves_the_page(tmp_path):
    apply(tmp_path)

    changed = apply(tmp_path, "artist: {name: The Held Notes, links: []}\n")

    assert changed["changed"] == ["artist.links", "next.date", "next.what", "next.link"]
    assert changed["next"] is None
    assert Artist.objects.get().id_at("spotify") == "spotify:artist:0TheHeldNotesArtist001"


def test_a_date_that_passed_is_kept_in_the_file_but_shown_no_more(tmp_path):
    apply(tmp_path)

    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        later = apply(tmp_path)

    assert (later["changed"], later["next"]) == ([], None)


def test_a_changed_name_marks_the_campaigns_of_the_artist_as_changed(tmp_path, workspace):
    apply(tmp_path)
    before = make_campaign(workspace).changed_at

    apply(tmp_path, FILE.replace("The Held Notes", "Held Notes"))

    assert Campaign.objects.get().changed_at > before


def make_campaign(workspace: Any) -> Campaign:
    artist = Artist.objects.get()
    release = artist.releases.create(
        title="One", kind="single", timing="local", release_date=date(2026, 12, 18)
    )
    return Campaign.objects.create(
        workspace=workspace, release=release, slug="one", created_at=NOW, published_at=NOW
    )


def test_a_page_is_taken_back(tmp_path):
    apply(tmp_path)

    words = [run("hide", "@the-held-notes").stdout.strip() for _ in range(2)]

    assert words == ["It is gone.", "There was none."]
    assert Artist.objects.get().published_at is None
    assert "no page" in run("list").stdout


def test_a_page_that_a_campaign_needs_stays(tmp_path, workspace):
    apply(tmp_path)
    make_campaign(workspace)

    assert "a campaign of theirs is public" in run("hide", "the-held-notes").stdout
    listed = json.loads(run("list", "--json").stdout)["artists"]
    assert [(row["published"], row["campaigns"]) for row in listed] == [(False, 1)]


def test_where_nobody_answers_for_the_data_the_page_waits(tmp_path, settings):
    settings.IS_LOOPBACK, settings.MAIL_IS_SET = False, False

    found = apply(tmp_path)

    assert found["published"] is False
    assert "COUNTIN_CONTROLLER_NAME" in found["notes"][0]
    assert "COUNTIN_SMTP_URL" in found["notes"][1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("next: {date: 2026-12-12, what: Show}\n", "`artist` is missing."),
        ("artist: {spotify: x}\n", "`artist.name` is missing."),
        ("artist: {name: A}\nslug: a\n", "`slug` is no key."),
        ("artist: {name: A}\nnext: {what: Show}\n", "`next.date` is missing."),
        ("artist: {name: A}\nnext: {date: 2026W48, what: Show}\n", "Write it like 2027-03-05."),
        ("artist: {name: A}\nnext: {date: 2026-12-12}\n", "`next.what` is missing."),
        ("artist: {name: A}\nnext: {date: 2020-01-01, what: Show}\n", "in the past"),
        (
            'artist: {name: A}\nnext: {date: 2026-12-12, what: S, link: "http://a.example"}\n',
            "not encrypted",
        ),
    ],
)
def test_a_wrong_file_is_refused_whole(tmp_path, text, told):
    path = tmp_path / "artist.yaml"
    path.write_text(text)

    result = run("apply", path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert "nothing changed" in result.stderr
    assert Artist.objects.count() == 0


def test_a_domain_of_their_own_is_set_shown_and_let_go_of(tmp_path):
    apply(tmp_path)

    nowhere = run("domain", "the-held-notes")
    there = run("domain", "the-held-notes", "Music.Heldnotes.example.")
    shown = run("domain", "the-held-notes")
    refused = run("domain", "the-held-notes", "https://music.heldnotes.example/")
    gone = run("domain", "the-held-notes", "--none")

    assert "countin artist domain HANDLE HOST" in nowhere.output
    assert there.output == shown.output
    assert "http://music.heldnotes.example:8000\n" in there.output.replace("\r", "")
    assert "CNAME record to 127.0.0.1" in there.output
    assert (refused.exit_code, "Write the name alone" in refused.output) == (1, True)
    assert gone.output == nowhere.output
