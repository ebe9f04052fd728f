"""An artist's own plan: moved, left out, added; never against other people's deadlines."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countin.planning.templates import (
    MOST_OWN,
    BadChange,
    Template,
    add_row,
    drop_row,
    move_row,
    read_template,
    restore_row,
)
from countin.planning.timeline import Planned, Standing, make_timeline

DAY = date(2027, 3, 26)


def entries(template: Template) -> dict[str, tuple[int, Standing]]:
    """Days from the release and standing, by name."""
    planned = Planned(DAY, "single", template=template)
    timeline = make_timeline(planned, today=DAY - timedelta(days=200))
    return {
        entry.task.name: ((entry.due_date - DAY).days, entry.standing) for entry in timeline.entries
    }


def test_a_moved_row_takes_its_beginning_along():
    template = move_row(Template(), name="announce", days=-35)
    planned = Planned(DAY, "single", template=template)

    timeline = make_timeline(planned, today=DAY)

    row = next(one for one in timeline.entries if one.task.name == "announce")
    assert (row.due_date, row.from_date) == (DAY - timedelta(35), DAY - timedelta(35))
    days = [entry.due_date for entry in timeline.entries]
    assert days == sorted(days)


def test_a_row_that_was_left_out_stays_to_be_seen():
    template = drop_row(Template(), name="second-mail")

    assert entries(template)["second-mail"] == (-14, Standing.DROPPED)
    assert entries(restore_row(template, name="second-mail"))["second-mail"][1] == Standing.AHEAD


def test_rows_of_ones_own_have_names_that_are_never_given_twice():
    template = add_row(Template(), days=-20, title="Print posters")
    template = drop_row(template, name="own-1")
    template = add_row(template, days=3, title=" Second\nshow ")

    found = entries(template)

    assert found["own-1"] == (-20, Standing.DROPPED)
    assert found["own-2"] == (3, Standing.AHEAD)
    assert template.own[1].title == "Second show"


def test_an_own_row_moves_too():
    template = add_row(Template(), days=-20, title="Print posters")

    assert entries(move_row(template, name="own-1", days=-30))["own-1"][0] == -30


@pytest.mark.parametrize("name", ["pitch", "cdbaby-last"])
def test_a_deadline_of_others_is_not_moved(name):
    with pytest.raises(BadChange, match=r"somebody else set.*Add a row"):
        move_row(Template(), name=name, days=-3)


@pytest.mark.parametrize(("name", "days"), [("announce", 0), ("announce", 5), ("read", -1)])
def test_a_row_stays_on_its_side_of_the_release(name, days):
    with pytest.raises(BadChange, match="side"):
        move_row(Template(), name=name, days=days)


@pytest.mark.parametrize("days", [-366, 366, 10**9])
def test_a_day_out_of_reach_is_refused(days):
    with pytest.raises(BadChange, match="too far"):
        add_row(Template(), days=days, title="Far")


@pytest.mark.parametrize("title", ["", "  \n", "x" * 121])
def test_a_title_has_a_length(title):
    with pytest.raises(BadChange, match="120 characters"):
        add_row(Template(), days=1, title=title)


def test_a_row_nobody_knows_is_refused_with_a_next_step():
    for change in (drop_row, restore_row):
        with pytest.raises(BadChange, match="no row 'nonsense'"):
            change(Template(), name="nonsense")


def test_rows_of_ones_own_have_an_end():
    template = Template()
    for _ in range(MOST_OWN):
        template = add_row(template, days=1, title="One")

    with pytest.raises(BadChange, match="Drop one"):
        add_row(template, days=1, title="One more")


@settings(deadline=None, max_examples=30)
@given(
    moved=st.dictionaries(st.sampled_from(["announce", "second-mail"]), st.integers(-365, -1)),
    dropped=st.sets(st.sampled_from(["pitch", "audience", "read"])),
    titles=st.lists(st.text(min_size=1).filter(str.strip), max_size=3),
)
def test_what_was_kept_is_read_back_as_it_was(moved, dropped, titles):
    template = Template()
    for name, days in moved.items():
        template = move_row(template, name=name, days=days)
    for name in dropped:
        template = drop_row(template, name=name)
    for title in titles:
        template = add_row(template, days=2, title=title[:60])

    stored = json.loads(json.dumps(template.as_document()))

    assert read_template(stored) == template


def test_rows_of_another_version_are_left_aside():
    template = read_template({"moved": {"gone": -3, "read": 9}, "dropped": ["lost"], "own": []})

    assert template == Template(moved={"read": 9})
