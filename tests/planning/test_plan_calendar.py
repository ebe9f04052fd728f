"""The plan as a calendar, read by a parser that shares nothing with the writer."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from countin.planning.plan_calendar import Stamp, plan_calendar
from countin.planning.templates import Template, drop_row
from countin.planning.timeline import Planned, Progress, make_timeline

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
DAY = date(2026, 11, 27)


def read(
    day: date = DAY, *, title: str = "Midnight Single", sequence: int = 7, **planned: object
) -> dict[str, vobject.base.Component]:
    """The entries by their uid."""
    timeline = make_timeline(Planned(day, "single", **planned), today=NOW.date())  # type: ignore[arg-type]
    stamp = Stamp("plan-1", "presave.example", sequence=sequence, made_at=NOW)
    text = plan_calendar(timeline, title=title, stamp=stamp).decode()
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return {event.uid.value: event for event in calendar.vevent_list}


def test_each_task_is_a_whole_day():
    event = read()["plan-1-announce@presave.example"]

    assert (event.dtstart.value, event.dtend.value) == (date(2026, 10, 30), date(2026, 10, 31))
    assert type(event.dtstart.value) is date
    assert event.summary.value == "Page public, release announced, first mail (Midnight Single)"
    assert event.dtstamp.value == NOW


@settings(deadline=None, max_examples=8)
@given(moved=st.integers(-400, 400))
def test_read_again_after_the_date_moved_the_same_entries_move(moved):
    shift = timedelta(days=moved)

    before, after = read(), read(DAY + shift, sequence=8)

    assert set(after) == set(before)
    assert all(after[uid].dtstart.value - before[uid].dtstart.value == shift for uid in before)
    assert {event.sequence.value for event in after.values()} == {"8"}


def test_what_was_left_out_is_cancelled_and_what_is_done_is_ticked():
    template = drop_row(Template(), name="second-mail")

    found = read(template=template, progress={"deliver": Progress(is_done=True)})

    assert found["plan-1-second-mail@presave.example"].status.value == "CANCELLED"
    assert found["plan-1-announce@presave.example"].status.value == "CONFIRMED"
    assert found["plan-1-deliver@presave.example"].summary.value.startswith("✓ Deliver")


def test_deadlines_of_others_ring_on_the_day_before():
    found = read()

    ringing = [uid for uid, event in found.items() if hasattr(event, "valarm")]

    assert ringing == ["plan-1-pitch@presave.example"]
    alarm = found[ringing[0]].valarm
    assert alarm.trigger.value == timedelta(hours=-15)


def test_names_and_notes_of_people_stay_out():
    found = read(progress={"announce": Progress(owner="Ines Example", note="ring the hall")})

    text = "".join(event.serialize() for event in found.values())

    assert "Page public" in text
    assert "Ines" not in text
    assert "hall" not in text


@pytest.mark.parametrize("title", ["A;B,C\\D\nBEGIN:VEVENT", "منتصف الليل", "x" * 300, ""])
def test_a_title_stays_a_title(title):
    event = read(title=title)["plan-1-announce@presave.example"]

    named = " ".join(title.split())
    assert event.summary.value.endswith(f"first mail ({named})" if named else "first mail")
