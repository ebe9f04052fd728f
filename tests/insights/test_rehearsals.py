"""`countin campaign rehearse`: asks, waits for the worker, and says what was found."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from countin import clock
from countin.campaigns.models import Campaign, LinkCheck
from countin.insights.commands import rehearse
from countin.release_day.models import Rehearsal
from tests.insights.rows import make_campaign, make_reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming() -> Campaign:
    campaign = make_campaign()
    release = campaign.release
    release.release_date = (clock.now() + timedelta(days=5)).date()
    release.release_at = None
    release.timing = "local"
    release.save()
    return campaign


def run(campaign: Campaign, *options: str):
    return CliRunner().invoke(rehearse, [campaign.slug, *options])


def already_done(campaign: Campaign, monkeypatch, *, grade: str = "fine") -> None:
    """As if the worker had been quick."""
    finding = {"grade": grade, "about": "release", "words": "Spotify shows it already."}

    def ask(campaign, *, now):
        return Rehearsal.objects.create(
            campaign=campaign, asked_at=now, done_at=now, findings=[finding]
        )

    monkeypatch.setattr("countin.insights.commands.ask_rehearsal", ask)


def test_it_prints_what_was_found_and_how_many_reminders_wait(coming, monkeypatch):
    make_reminder(coming, confirmed=True)
    already_done(coming, monkeypatch)

    told = run(coming)

    assert told.exit_code == 0, told.output
    assert "Spotify shows it already." in told.output
    assert "1 confirmed and to be sent" in told.output
    assert "Nothing has to be mended." in told.output


def test_links_are_told_by_what_a_look_proves(coming, monkeypatch):
    """A dead one has to be mended; one that nobody can judge is opened by hand."""
    now = clock.now()
    for name, life, gone in (("Label", "answered", 0), ("Shop", "unclear", 0), ("Old", "gone", 2)):
        LinkCheck.objects.create(
            campaign=coming,
            name=name,
            url=f"https://{name.lower()}.example/",
            life=life,
            words="It answers 404: nothing is there." if gone else "",
            gone_looks=gone,
            looked_at=now,
        )
    already_done(coming, monkeypatch)

    told = run(coming, "--json")

    found = json.loads(told.stdout)["findings"]
    unasked = [one["words"] for one in found if "without keys" in one["words"]]
    assert len(unasked) == 1, unasked  # one line for all that nobody can ask
    assert "Deezer" in unasked[0]
    assert "under “On the page”" in unasked[0]
    grades = [
        (one["grade"], one["words"].split(":")[0]) for one in found if one["about"] == "links"
    ]
    assert told.exit_code == 1
    assert grades == [
        ("fine", "1 of 3 links answer. Open each once yourself"),
        ("note", "“Shop”"),
        ("mend", "“Old”"),
    ]


def test_what_is_to_be_mended_ends_it_with_one(coming, monkeypatch):
    already_done(coming, monkeypatch, grade="mend")

    told = run(coming, "--json")

    assert told.exit_code == 1
    document = json.loads(told.stdout)
    assert (document["slug"], document["fit"]) == (coming.slug, False)
    assert document["reconnect"] == {"written": 0, "reconnected": 0, "not_reachable": 0}
    assert {"grade": "mend", "about": "release", "words": "Spotify shows it already."} in document[
        "findings"
    ]


def test_without_a_worker_it_says_how_to_start_one(coming, monkeypatch):
    monkeypatch.setattr("countin.insights.commands._NOBODY_BEGINS", timedelta(seconds=0.2))

    told = run(coming)

    assert told.exit_code == 1
    assert "countin serve" in told.output
    assert Rehearsal.objects.get().done_at is None


def test_what_is_out_is_not_rehearsed(coming):
    release = coming.release
    release.release_date = (clock.now() - timedelta(days=5)).date()
    release.save()

    told = run(coming)

    assert told.exit_code == 1
    assert "countin campaign watch" in told.output
