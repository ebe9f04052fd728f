"""`countin campaign plan`: noted by people, counted from the date that the campaign has."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import vobject
from click.testing import CliRunner, Result

from countin.campaigns.models import Campaign, Plan, PlanNote
from countin.campaigns.planned.commands import plan
from countin.campaigns.planned.feeds import calendar_of_plan, plan_of_feed
from countin.providers.contract import Provider
from tests.campaigns.written import NOW, RIGHT

SLUG = "midnight-windows"
DAY = date(2026, 12, 18)


@pytest.fixture(autouse=True)
def _installation(
    settings: Any, tmp_path: Path, no_keys: Mapping[str, Provider], apply: Any
) -> Iterator[None]:
    """Loopback, one campaign, at the tests' moment."""
    settings.PROVIDERS = no_keys
    settings.BASE_URL, settings.IS_LOOPBACK = "https://presave.example", True
    with time_machine.travel(NOW, tick=False):
        apply()
        yield


def run(*words: object, slug: str = SLUG) -> Result:
    arguments = [slug, *(str(word) for word in words)]
    return CliRunner().invoke(plan, arguments, env={"COLUMNS": "80"}, prog_name="plan")


def document(*words: object, slug: str = SLUG) -> Any:
    result = run(*words, "--json", slug=slug)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def task(found: Any, name: str) -> Any:
    return next(row for row in found["tasks"] if row["task"] == name)


def move(apply: Any, *, day: date) -> None:
    """As the organizer does it: the file with another date, an hour later."""
    text = RIGHT.replace(DAY.isoformat(), day.isoformat())
    assert text != RIGHT
    apply(text, now=NOW + timedelta(hours=1))


def test_looking_writes_nothing():
    found = document()

    assert (found["slug"], found["release_date"], found["job"]) == (SLUG, "2026-12-18", None)
    assert task(found, "announce")["due_date"] == "2026-11-20"
    assert Plan.objects.count() == 0


def test_a_task_has_an_owner_a_note_and_an_end():
    run("--owner", "announce", "Ines Example", "--note", "announce", "ask the hall")

    found = document("--done", "announce")

    row = task(found, "announce")
    assert (row["standing"], row["owner"], row["note"]) == ("done", "Ines Example", "ask the hall")
    assert task(document("--open", "announce"), "announce")["standing"] != "done"
    assert "With Ines Example." in run().stdout


def test_moving_the_campaign_moves_its_plan_and_keeps_what_was_noted(apply):
    run("--move", "announce", "-35", "--done", "deliver", "--add", "-10", "Print posters")
    before = document()

    move(apply, day=DAY + timedelta(days=7))

    after = document()
    days = [
        {row["task"]: date.fromisoformat(row["due_date"]) for row in found["tasks"]}
        for found in (before, after)
    ]
    assert {name: days[1][name] - day for name, day in days[0].items()} == dict.fromkeys(
        days[0], timedelta(days=7)
    )
    assert task(after, "announce")["due"] == -35
    assert task(after, "deliver")["standing"] == "done"
    assert task(after, "own-1")["title"] == "Print posters"


def test_what_an_artist_keeps_begins_their_next_plan(apply):
    run("--drop", "second-mail", "--distributor", "CD Baby", "--owner", "read", "Ines", "--keep")
    other = RIGHT.replace(SLUG, "second-tide").replace("Midnight Windows", "Second Tide")
    apply(other)

    found = document(slug="second-tide")

    assert task(found, "second-mail")["standing"] == "dropped"
    assert found["distributor"] == "cdbaby"
    assert task(found, "read")["owner"] is None
    changed = document("--restore", "second-mail", slug="second-tide")
    assert task(changed, "second-mail")["standing"] != "dropped"
    assert task(document(), "second-mail")["standing"] == "dropped"


def test_what_it_is_for_is_said_and_an_unknown_distributor_kept():
    found = document("--job", "Opens the door to the EP.", "--distributor", "Nobody")

    assert (found["job"], found["unknown_distributor"]) == ("Opens the door to the EP.", "Nobody")
    text = run().stdout
    assert "What it is for: Opens the door to the EP." in text
    assert "Of Nobody we know no deadline" in text


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--done", "nonsense"), "See its tasks: countin campaign plan"),
        (("--move", "pitch", "-3"), "Add a row of your own"),
        (("--owner", "announce", "x" * 81), "Say it shorter"),
        (("--note", "announce", "a\x00b"), "Leave out what can't be printed"),
        (("--add", "999", "Far"), "365 days either way"),
    ],
)
def test_a_wrong_change_is_refused_whole(words, mend):
    result = run("--job", "Not kept", *words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert mend in result.stderr
    assert result.stderr.rstrip().endswith("Nothing was changed.")
    assert (Plan.objects.count(), PlanNote.objects.count()) == (0, 0)


def test_an_unknown_campaign_is_said():
    result = run(slug="nobody")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "countin campaign list" in result.stderr


def read_feed(key: str, *, hours: float) -> dict[str, Any]:
    standing = plan_of_feed(key)
    assert standing is not None
    text = calendar_of_plan(
        standing, base_url="https://presave.example", now=NOW + timedelta(hours=hours)
    )
    calendar = vobject.readOne(text.decode())
    return {event.uid.value: event for event in calendar.vevent_list}


def key_of(found: Any) -> str:
    address = found["feed"]
    assert address.startswith("https://presave.example/c/")
    assert address.endswith(".ics")
    return str(address.removeprefix("https://presave.example/c/").removesuffix(".ics"))


def test_a_subscribed_calendar_follows_when_the_date_moves(apply):
    key = key_of(document("--feed"))
    before = read_feed(key, hours=0)

    move(apply, day=DAY + timedelta(days=7))

    after = read_feed(key, hours=2)
    assert set(before) == set(after)
    assert f"plan-{Campaign.objects.get().pk}-announce@presave.example" in before
    assert all((after[uid].dtstart.value - before[uid].dtstart.value).days == 7 for uid in after)
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in after)


def test_every_change_of_the_plan_raises_the_sequence():
    key = key_of(document("--feed"))
    sequences = []
    for minutes, words in enumerate((("--done", "deliver"), ("--drop", "read"), ("--job", "x")), 1):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            run(*words)
        event = next(iter(read_feed(key, hours=1).values()))
        sequences.append(int(event.sequence.value))

    assert sequences == sorted(set(sequences))


def test_a_new_address_ends_the_old_one_and_none_is_kept_in_clear():
    old = key_of(document("--feed"))
    new = key_of(document("--feed"))

    assert len(old) == 43
    assert plan_of_feed(old) is None
    assert plan_of_feed(new) is not None
    assert new not in json.dumps(list(Plan.objects.values("feed_hash", "template")))

    assert document("--no-feed")["has_feed"] is False
    assert plan_of_feed(new) is None


def test_the_plan_of_a_campaign_is_a_calendar_file_too():
    result = run("--ics")

    events = vobject.readOne(result.stdout).vevent_list
    assert (result.exit_code, len(events) > 15) == (0, True)
    assert Plan.objects.count() == 0


def test_countries_asked_for_are_told_with_their_hours():
    found = json.loads(run("--country", "nz", "--country", "DE", "--json").stdout)
    wrong = run("--country", "XX")

    why = {task["task"]: task["why"] for task in found["tasks"]}
    assert [one["country"] for one in found["moments"]] == ["NZ", "DE"]
    assert found["moments"][1]["at"] == "2026-12-17T23:00:00+00:00"
    assert why["freeze"].startswith("NZ (its first zone) is the first of your countries")
    assert (wrong.exit_code, "Give two letters" in wrong.output) == (1, True)
