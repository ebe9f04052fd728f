"""The releases of an artist on one line: days compared, arithmetic shown, nothing promised."""

from datetime import date, timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from countin.planning.cadence import (
    CLOSEST_DAYS,
    SAYS,
    WINDOW_DAYS,
    Cadence,
    Dated,
    next_friday,
    read_cadence,
    suggest,
)
from countin.planning.cadence_svg import draw_cadence
from countin.planning.cadence_text import draw_line, print_cadence
from tests.planning.test_runway import PROMISES

TODAY = date(2026, 11, 29)
DAYS = st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=12)


def line(*days: date, job: str = "Opens a door.", today: date = TODAY) -> Cadence:
    return read_cadence([Dated(f"No. {day}", day, job=job) for day in days], today=today)


@settings(deadline=None, max_examples=60)
@given(days=DAYS)
def test_places_stand_in_order_and_their_gaps_add_up(days):
    found = line(*days)

    dates = [place.release.release_date for place in found.places]
    assert dates == sorted(days)
    assert sum(found.gaps) == ((dates[-1] - dates[0]).days if dates else 0)
    assert all(0 <= place.overlap <= WINDOW_DAYS for place in found.places)
    assert [place.overlap > 0 for place in found.places[1:]] == [gap < 28 for gap in found.gaps]


def test_two_windows_share_the_days_that_are_missing_between_them():
    found = line(date(2027, 1, 15), date(2027, 2, 1), date(2027, 3, 1))

    assert [place.gap for place in found.places] == [None, 17, 28]
    assert [place.overlap for place in found.places] == [0, 11, 0]
    assert [place.is_announced_early for place in found.places] == [False, True, False]


@settings(deadline=None, max_examples=60)
@given(first=st.dates(date(2027, 1, 1), date(2030, 1, 1)), gap=st.integers(0, 27))
def test_the_day_that_is_suggested_is_a_friday_without_overlap(first, gap):
    found = line(first, first + timedelta(days=gap), today=date(2026, 12, 1))

    advice = suggest(found)[0]

    free = next_friday(first + timedelta(days=CLOSEST_DAYS))
    assert advice.about == 2
    assert f"{free.day} {free:%b} {free.year} is the first Friday" in advice.words
    assert line(first, free).places[1].overlap == 0
    assert advice.arithmetic.startswith(f"28 − {gap} = {28 - gap} day")


def test_what_is_out_is_past_advice():
    about = {one.about for one in suggest(line(date(2026, 6, 12), date(2026, 6, 26)))}

    assert about == {0}


def test_a_release_without_a_job_is_asked_for_one():
    found = read_cadence([Dated("Windows", date(2027, 1, 15), slug="windows")], today=TODAY)

    words = [one.words for one in suggest(found)]

    assert words == [
        "Nobody said yet what “Windows” is for. Say it in one sentence: countin campaign plan "
        'windows --job "…"'
    ]


@pytest.mark.parametrize(
    ("last", "slot"),
    [(date(2026, 11, 20), "1 Jan 2027"), (date(2026, 11, 29), "1 Jan 2027"),
     (date(2026, 1, 2), "1 Jan 2027")],
)  # fmt: skip
def test_where_nothing_is_planned_a_slot_with_runway_is_named(last, slot):
    words = suggest(line(last))[0].words

    assert f"{slot} is the first Friday" in words


def test_a_year_is_counted_by_its_days():
    found = line(
        *(TODAY - timedelta(days=days) for days in (0, 364, 365)),
        *(TODAY + timedelta(days=days) for days in (1, 365, 366)),
    )

    assert (found.touch_points_past, found.touch_points_planned) == (2, 2)


def test_the_arithmetic_of_a_year_is_shown():
    advice = suggest(line(date(2026, 1, 2), date(2026, 3, 13), date(2027, 1, 1)))[-1]

    # The gaps are 70 and 294 days, the middle of them 182.
    assert advice.arithmetic == "365 / 182; 365 / 42 and 365 / 28, rounded down"
    assert "a year holds 2 releases" in advice.words
    assert "8 to 13" in advice.words


def test_one_gap_is_no_habit():
    found = line(date(2027, 1, 1), date(2027, 3, 12))

    assert (found.gaps, found.usual_gap, suggest(found)) == ((70,), None, ())


def test_a_line_without_releases_has_nothing_to_say():
    found = line()

    assert (found.places, found.usual_gap, suggest(found)) == ((), None, ())


def test_no_words_promise_anything():
    found = line(date(2027, 1, 15), date(2027, 2, 1), job="")
    words = [one.words for one in (*suggest(found), *suggest(line(date(2026, 1, 1))))]

    assert [text for text in (*words, *SAYS) if PROMISES.search(text)] == []


@settings(deadline=None, max_examples=40)
@given(days=DAYS.filter(bool))
def test_the_text_fits_80_columns_and_shows_every_release(days):
    console = Console(width=80, record=True, file=StringIO())
    found = line(*days)

    print_cadence(found, name="The Held Notes", console=console)

    lines = console.export_text().splitlines()
    assert max(len(one.rstrip()) for one in lines) <= 80
    assert all(len(one) <= 74 for one in draw_line(found))
    assert sum("No. " in one and "(" not in one for one in lines) >= len(days)


@settings(deadline=None, max_examples=40)
@given(days=DAYS)
def test_the_picture_is_whole_and_within_its_edges(days):
    svg = ElementTree.fromstring(draw_cadence(line(*days), name="A & <b>", width=340))

    spaces = "{http://www.w3.org/2000/svg}"
    circles = svg.findall(f"{spaces}circle")
    assert svg.findtext(f"{spaces}title") == "Releases of A & <b> on one line"
    assert len(circles) == len(days)
    assert all(0 <= float(one.attrib["cx"]) <= 340 for one in circles)
    assert len(svg.findall(f"{spaces}rect")) == len(days) + sum(
        place.overlap > 0 for place in line(*days).places
    )
