"""`countin plan`, as people and programs type it: no database, no key, nothing written."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
import vobject
from click.testing import CliRunner, Result

from countin.config.commands.plan import plan

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(plan, words, env={"COLUMNS": "80"}, prog_name="countin plan")


def document(*words: str) -> Any:
    result = run(*words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_the_document_has_tasks_deadlines_and_what_is_too_late():
    found = document("--release-date", "2026-12-04", "--title", "Midnight Single")

    assert (found["title"], found["days"], found["weekday"]) == ("Midnight Single", 5, "Friday")
    assert found["deadlines"] == ["pitch"]
    assert "pitch" in found["too_late"]
    pitch = next(task for task in found["tasks"] if task["task"] == "pitch")
    assert (pitch["due_date"], pitch["days_left"], pitch["hard"]) == ("2026-11-27", -2, True)
    assert (pitch["standing"], pitch["cost"][:14]) == ("lost", "Spotify itself")
    assert pitch["sources"][0]["trust"] == "rule"
    assert found["first_moment"] == "2026-12-03T10:00:00+00:00"


def test_today_may_be_another_day():
    assert document("--release-date", "2026-12-04", "--today", "2026-10-01")["days"] == 64


def test_countries_are_told_when_they_have_midnight():
    words = ("--release-date", "2026-12-04", "--country", "pt", "--country", "NZ")

    assert document(*words)["moments"] == [
        {
            "country": "NZ",
            "at": "2026-12-03T10:15:00+00:00",
            "morning_at": "2026-12-03T19:15:00+00:00",
        },
        {
            "country": "PT",
            "at": "2026-12-04T00:00:00+00:00",
            "morning_at": "2026-12-04T09:00:00+00:00",
        },
    ]


def test_a_country_that_is_none_is_refused():
    refused = run("--release-date", "2026-12-04", "--country", "XX")

    assert refused.exit_code == 2
    assert "Give two letters, as PT for Portugal" in refused.stderr


def test_a_distributor_we_know_nothing_of_is_said():
    known = document("--release-date", "2026-12-04", "--distributor", "CD Baby", "--kind", "album")
    unknown = document("--release-date", "2026-12-04", "--distributor", "Nobody")

    assert (known["distributor"], known["unknown_distributor"]) == ("cdbaby", None)
    assert (unknown["distributor"], unknown["unknown_distributor"]) == (None, "Nobody")
    assert (
        "Of Nobody we know no deadline"
        in run("--release-date", "2026-12-04", "--distributor", "Nobody").stdout
    )


@pytest.mark.parametrize("date_", ["2026-12-04", "2027-06-11", "2026-10-02"])
def test_the_text_reads_at_80_columns(date_):
    words = ("--release-date", date_, "--kind", "album", "--distributor", "cdbaby", "--title")

    text = run(*words, "An album with [red]a very long name[/red] that goes on " * 3).stdout

    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert "Deadlines, set by others" in text
    assert "[red]a very long name[/red]" in " ".join(text.split())


def test_a_calendar_made_anew_after_the_date_moved_moves_its_entries():
    words = ("--title", "Midnight Single", "--ics")
    first = vobject.readOne(run("--release-date", "2027-01-15", *words).stdout)

    with time_machine.travel(NOW.replace(hour=13), tick=False):
        second = vobject.readOne(run("--release-date", "2027-01-22", *words).stdout)

    before = {event.uid.value: event for event in first.vevent_list}
    after = {event.uid.value: event for event in second.vevent_list}
    assert set(before) == set(after)
    assert all((after[uid].dtstart.value - before[uid].dtstart.value).days == 7 for uid in after)
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in after)
    assert all(after[uid].dtstamp.value > before[uid].dtstamp.value for uid in after)
    assert type(next(iter(after.values())).dtstart.value) is date


def test_calendars_of_two_titles_stand_beside_each_other():
    one, two = (
        {event.uid.value for event in vobject.readOne(run(*words).stdout).vevent_list}
        for words in (
            ("--release-date", "2027-01-15", "--ics", "--title", "One"),
            ("--release-date", "2027-01-15", "--ics", "--title", "Two"),
        )
    )

    assert len(one) > 15
    assert one & two == set()


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ((), "Missing option '--release-date'"),
        (("--release-date", "2026-13-01"), "Write it as 2026-11-27"),
        (("--release-date", "0001-01-01"), "between 1900 and 2998"),
        (("--release-date", "2026-12-04", "--country", "Portugal"), "Give two letters"),
        (("--release-date", "2026-12-04", "--country", "ZZ"), "Give two letters"),
        (("--release-date", "2026-12-04", "--kind", "mixtape"), "'album'"),
        (("--release-date", "2026-12-04", "--json", "--ics"), "Choose --json or --ics"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(words, mend):
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert mend in " ".join(result.stderr.split())
