"""`countin campaign cadence`: the artist's line, and who came back, from our own rows alone."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from countin.campaigns.models import Campaign, Plan, Release
from countin.fans.models import Connection
from countin.insights.cadence.commands import cadence
from countin.insights.cadence.returning import who_came_back
from countin.presaves.models import PreSave, StandingConsent
from tests.insights.rows import AFTER, BEFORE, DAY, make_campaign, make_follow, make_presave


@pytest.fixture
def first(db) -> Campaign:
    return make_campaign()


@pytest.fixture
def second(first) -> Campaign:
    """Of the same artist, 35 days later, open since two days after the first one's release."""
    return follow_up(first, days=35, opened_at=AFTER)


def follow_up(first: Campaign, *, days: int, opened_at: Any) -> Campaign:
    later = make_campaign()
    release = later.release
    Release.objects.filter(pk=release.pk).update(
        artist=first.release.artist, title="Second Tide", release_date=DAY + timedelta(days=days)
    )
    Campaign.objects.filter(pk=later.pk).update(published_at=opened_at)
    later.refresh_from_db()
    return later


def came_again(earlier: PreSave, *, to: Campaign, at: Any = AFTER, **changes: Any) -> PreSave:
    again = make_presave(to, state="promised")
    PreSave.objects.filter(pk=again.pk).update(
        connection=earlier.connection, promised_at=at, **changes
    )
    return again


def run(*words: str, handle: str) -> Result:
    with time_machine.travel(AFTER + timedelta(days=1), tick=False):
        return CliRunner().invoke(
            cadence, [handle, *words], env={"COLUMNS": "80"}, prog_name="cadence"
        )


def compare(artist: Any) -> tuple[int, int | None, int, int | None]:
    (one,) = who_came_back(artist, now=AFTER + timedelta(days=1))
    return one.followed, one.followed_back, one.others, one.others_back


def test_those_who_followed_and_those_who_did_not_are_counted_apart(first, second):
    followers = [make_presave(first, state="saved") for _ in range(4)]
    others = [make_presave(first, state="saved") for _ in range(5)]
    for presave in followers:
        make_follow(presave, state="done")
    for presave in (*followers[:3], *others[:1]):
        came_again(presave, to=second)

    assert compare(first.release.artist) == (4, 3, 5, 1)


def test_a_follow_that_was_not_made_makes_nobody_a_follower(first, second):
    presave = make_presave(first, state="saved")
    make_follow(presave, state="failed")
    came_again(presave, to=second)

    assert compare(first.release.artist) == (0, 0, 1, 1)


def test_what_was_withdrawn_or_made_without_a_press_is_no_return(first, second):
    presave = make_presave(first, state="saved")
    gone = make_presave(first, state="withdrawn")
    came_again(gone, to=second)
    standing = StandingConsent.objects.create(
        artist=first.release.artist, connection=presave.connection, given_at=BEFORE
    )
    came_again(presave, to=second, standing=standing)

    assert compare(first.release.artist) == (0, 0, 1, 0)


def test_where_the_accounts_were_forgotten_nothing_is_told(first):
    late = first.release.last_moment + timedelta(days=31)
    follow_up(first, days=80, opened_at=late)
    make_presave(first, state="saved")
    with time_machine.travel(late + timedelta(days=1), tick=False):
        result = CliRunner().invoke(cadence, [first.release.artist.handle], env={"COLUMNS": "80"})

    (one,) = who_came_back(first.release.artist, now=late + timedelta(days=1))
    assert (one.others, one.others_back, one.of_others) == (1, None, None)
    assert "nothing tells" in " ".join(result.stdout.split())


def test_a_fan_who_was_erased_stays_in_the_denominator(first, second):
    make_presave(first, state="saved")
    Connection.objects.all().delete()

    assert compare(first.release.artist) == (0, 0, 1, 0)


def test_shares_are_told_apart_only_where_their_intervals_part(first, second):
    for number in range(40):
        presave = make_presave(first, state="saved")
        if number < 20:
            make_follow(presave, state="done")
        if number < 16 or number == 30:
            came_again(presave, to=second)

    (one,) = who_came_back(first.release.artist, now=AFTER + timedelta(days=1))
    text = " ".join(run(handle=first.release.artist.handle).stdout.split())

    assert one.differ
    assert "of those who followed, 16 of 20 were here again" in text
    assert "The two differ." in text
    assert "that the follow brought anybody back, these numbers do not say" in text


def test_the_document_has_the_line_and_what_each_campaign_is_for(first, second):
    Plan.objects.create(campaign=second, job="Opens a door.", created_at=AFTER, changed_at=AFTER)
    make_follow(make_presave(first, state="saved"), state="done")

    result = run("--also", "2026-12-18", "Between", "--json", handle=first.release.artist.handle)

    found = json.loads(result.stdout)
    rows = [(row["title"], row["gap"], row["overlap"], row["job"]) for row in found["releases"]]
    assert result.exit_code == 0
    assert rows == [
        ("Midnight Single", None, 0, None),
        ("Between", 21, 7, None),
        ("Second Tide", 14, 14, "Opens a door."),
    ]
    assert found["follows"] == {first.slug: 1, second.slug: 0}
    assert found["touch_points"] == {"past_year": 1, "planned_year": 2}
    assert found["returned"][0]["followed"]["of"] == 1


def test_the_line_is_a_picture_too(first):
    result = run("--svg", handle=f"@{first.release.artist.handle}")

    assert result.stdout.startswith("<svg ")
    assert "Midnight Single" in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("nobody",), 1, "countin campaign apply FILE"),
        (("nobody", "--also", "soon", "X"), 2, "Write it as 2026-11-27"),
        (("nobody", "--json", "--svg"), 2, "Choose --json or --svg"),
    ],
)
def test_what_can_not_be_done_says_what_to_do(db, words, code, mend):
    result = CliRunner().invoke(cadence, words, env={"COLUMNS": "80"}, prog_name="cadence")

    assert (result.exit_code, result.stdout) == (code, "")
    assert mend in " ".join(result.stderr.split())
