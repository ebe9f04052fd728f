"""The plan moves with its date, keeps other people's deadlines apart, and says what is late."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countin.planning.distributors import DISTRIBUTORS, find_distributor
from countin.planning.runway import read_runway
from countin.planning.sources import SOURCES, Trust
from countin.planning.tasks import KINDS, Weight
from countin.planning.templates import ROWS
from countin.planning.timeline import (
    SAYS,
    Planned,
    Progress,
    Standing,
    Timeline,
    make_timeline,
    notes_on,
)
from tests.planning.test_runway import PROMISES

FRIDAY = date(2026, 11, 27)
EVERY_ROW = (*ROWS, *(row for one in DISTRIBUTORS.values() for row in one.rows))
DATES = st.dates(date(1901, 1, 1), date(2997, 1, 1))
WHOSE = st.sampled_from(["", *DISTRIBUTORS])


def plan(days: int, *, kind: str = "single", distributor: str = "", **changes: object) -> Timeline:
    """With that many days left."""
    planned = Planned(FRIDAY, kind, distributor, **changes)  # type: ignore[arg-type]
    return make_timeline(planned, today=FRIDAY - timedelta(days=days))


def standing(timeline: Timeline, name: str) -> Standing:
    return next(entry.standing for entry in timeline.entries if entry.task.name == name)


@settings(deadline=None, max_examples=60)
@given(day=DATES, moved=st.integers(-200, 200), kind=st.sampled_from(sorted(KINDS)), whose=WHOSE)
def test_moving_the_date_moves_every_task_as_far(day, moved, kind, whose):
    shift = timedelta(days=moved)
    before = make_timeline(Planned(day, kind, whose), today=day).entries
    after = make_timeline(Planned(day + shift, kind, whose), today=day).entries

    found = [(entry.task.name, entry.from_date, entry.due_date) for entry in after]

    assert len(found) > 15
    assert found == [
        (entry.task.name, entry.from_date + shift, entry.due_date + shift) for entry in before
    ]


@settings(deadline=None, max_examples=60)
@given(day=DATES, kind=st.sampled_from(sorted(KINDS)), whose=WHOSE, left=st.integers(-60, 400))
def test_tasks_come_in_the_order_of_their_days_and_nothing_hard_follows_the_release(
    day, kind, whose, left
):
    timeline = make_timeline(Planned(day, kind, whose), today=day - timedelta(days=left))

    days = [entry.due_date for entry in timeline.entries]

    assert days == sorted(days)
    assert timeline.deadlines != ()
    assert [entry.task.name for entry in timeline.deadlines if entry.due_date >= day] == []
    assert all(entry.from_date <= entry.due_date for entry in timeline.entries)


@settings(deadline=None, max_examples=60)
@given(left=st.integers(0, 400), kind=st.sampled_from(sorted(KINDS)), whose=WHOSE)
def test_a_task_is_in_time_on_its_day_and_late_on_the_next(left, kind, whose):
    for entry in plan(left, kind=kind, distributor=whose).entries:
        gone = entry.due_date < FRIDAY - timedelta(days=left)
        assert entry.is_too_late == gone
        assert bool(entry.cost) == gone
        assert not gone or entry.standing == (
            Standing.LOST if entry.task.is_hard else Standing.LATE
        )


def test_the_audience_comes_first():
    assert [entry.task.name for entry in plan(200).entries][:2] == ["audience", "job"]


def test_every_name_is_given_once():
    names = [row.name for row in EVERY_ROW]

    assert len(names) == len(set(names)) > 25


def test_every_row_has_its_reason_what_lateness_costs_and_a_source_that_exists():
    poor = [row.name for row in EVERY_ROW if not (row.why and row.late and row.sources)]

    assert poor == []
    assert {name for row in EVERY_ROW for name in row.sources} <= set(SOURCES)


def test_a_deadline_stands_only_on_somebodys_own_word():
    """Opinion makes no deadline, however often it is repeated."""
    backed = {
        row.name: any(SOURCES[name].trust is Trust.RULE for name in row.sources)
        for row in EVERY_ROW
        if row.weight is Weight.RULE
    }

    assert len(backed) >= 6
    assert [name for name, is_backed in backed.items() if not is_backed] == []


def test_the_runway_and_the_plan_know_the_same_deadlines():
    timeline = plan(100, kind="album", distributor="cdbaby")
    runway = read_runway(FRIDAY, today=timeline.today)

    hard = {-finding.offset_days for finding in runway.findings if finding.is_hard}

    assert hard == {entry.task.due for entry in timeline.deadlines}


@pytest.mark.parametrize(
    ("kind", "distributor", "hard"),
    [
        ("single", "", ["pitch"]),
        ("single", "cdbaby", ["pitch"]),
        ("album", "cdbaby", ["cdbaby-last", "pitch"]),
        ("single", "labelcaster", ["pitch", "labelcaster-delivery"]),
        ("single", "beatchain", ["beatchain-delivery", "pitch"]),
        ("ep", "fangtasia", ["fangtasia-features", "pitch"]),
        ("ep", "kudos", ["pitch"]),
    ],
)
def test_deadlines_are_those_of_this_release_and_this_distributor(kind, distributor, hard):
    timeline = plan(100, kind=kind, distributor=distributor)

    assert [entry.task.name for entry in timeline.deadlines] == hard


@pytest.mark.parametrize("written", ["CD Baby", "cdbaby", "CD-BABY ", "cd.baby"])
def test_a_distributor_is_found_however_it_is_written(written):
    found = find_distributor(written)

    assert found is not None
    assert found.name == "cdbaby"


@pytest.mark.parametrize("written", ["", "Nobody Knows", "ß"])
def test_an_unknown_distributor_is_not_guessed(written):
    assert find_distributor(written) is None


def test_after_the_release_nothing_before_it_is_called_late():
    timeline = plan(-3)

    assert standing(timeline, "pitch") == Standing.OVER
    assert standing(timeline, "release") == Standing.OVER
    assert standing(timeline, "first-listen") == Standing.LATE
    assert standing(timeline, "repair") == Standing.NOW
    assert standing(timeline, "read") == Standing.AHEAD


def test_what_is_done_is_never_late():
    timeline = plan(2, progress={"announce": Progress(is_done=True)})

    assert standing(timeline, "announce") == Standing.DONE
    assert "announce" not in [entry.task.name for entry in timeline.too_late]


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2999, 1, 1), date.max, date.min])
def test_a_date_from_which_no_plan_can_be_counted_is_refused(day):
    with pytest.raises(ValueError, match="between 1900 and 2998"):
        make_timeline(Planned(day, "single"), today=FRIDAY)


def test_a_day_that_is_no_friday_is_named():
    notes = notes_on(Planned(FRIDAY + timedelta(days=1), "album", "cdbaby"))

    assert [note.split()[0] for note in notes] == ["Saturday"]
    assert notes_on(Planned(FRIDAY, "album", "cdbaby")) == ()


def test_no_words_promise_reach_or_an_algorithm():
    words = [text for row in EVERY_ROW for text in (row.title, row.why, row.late)]

    assert [text for text in (*words, *SAYS) if PROMISES.search(text)] == []


def test_what_is_late_ends_with_a_whole_sentence():
    unfinished = [row.name for row in EVERY_ROW if not re.search(r"\w\.$", row.late)]

    assert unfinished == []
