"""The runway names what is lost, no day too early or too late, and promises nothing."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.planning.runway import read_runway

RELEASE_DATE = date(2026, 11, 27)
# What no text may claim: reach, numbers to come, or a service's algorithm on our side.
PROMISES = re.compile(
    r"guarante|boost|algorithm|will (reach|grow|appear|get|be placed)|more (fans|streams|listeners)"
    r"|ensure|locked in|go viral|chart",
    re.IGNORECASE,
)


def lost_offsets(*, days: int) -> list[int]:
    runway = read_runway(RELEASE_DATE, today=RELEASE_DATE - timedelta(days=days))
    return [finding.offset_days for finding in runway.lost]


@pytest.mark.parametrize(
    ("days", "lost"),
    [
        (120, []),
        (28, []),
        (27, [28]),
        (10, [28]),
        (9, [28, 10]),
        (7, [28, 10]),
        (6, [28, 10, 7]),
        (2, [28, 10, 7]),
        (1, [28, 10, 7, 1]),
        (0, [28, 10, 7, 1]),
    ],
)
def test_each_deadline_is_lost_from_its_day_on(days, lost):
    assert lost_offsets(days=days) == lost


def test_days_are_counted_to_the_release():
    assert read_runway(RELEASE_DATE, today=date(2026, 11, 23)).days == 4


def test_a_release_that_is_out_has_nothing_left_to_plan():
    runway = read_runway(RELEASE_DATE, today=date(2026, 11, 28))

    assert (runway.days, runway.findings, runway.lost) == (-1, (), ())


def test_only_rules_of_others_are_hard():
    runway = read_runway(RELEASE_DATE, today=date(2026, 10, 1))

    assert [f.offset_days for f in runway.findings if f.is_hard] == [10, 7]


def test_what_is_ahead_names_the_last_day_for_it():
    runway = read_runway(RELEASE_DATE, today=date(2026, 10, 1))

    named = [re.findall(r"\d{4}-\d\d-\d\d", finding.words) for finding in runway.findings]

    assert named == [["2026-10-30"], ["2026-11-17"], ["2026-11-20"], ["2026-11-25"]]


@given(days=st.integers(0, 400))
def test_the_last_day_named_is_still_in_time_and_the_next_one_is_not(days):
    runway = read_runway(RELEASE_DATE, today=RELEASE_DATE - timedelta(days=days))

    for place, finding in enumerate(runway.findings):
        if finding.is_lost:
            continue
        by = date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", finding.words)[0])
        assert not read_runway(RELEASE_DATE, today=by).findings[place].is_lost
        assert read_runway(RELEASE_DATE, today=by + timedelta(days=1)).findings[place].is_lost


@pytest.mark.parametrize("days", [100, 20, 8, 3, 0])
def test_no_words_promise_reach_or_an_algorithm(days):
    runway = read_runway(RELEASE_DATE, today=RELEASE_DATE - timedelta(days=days))

    assert [f.words for f in runway.findings if PROMISES.search(f.words)] == []


@pytest.mark.parametrize("days", [100, 0])
def test_words_are_one_sentence_each(days):
    runway = read_runway(RELEASE_DATE, today=RELEASE_DATE - timedelta(days=days))

    assert [re.findall(r"[.!?]( |$)", finding.words) for finding in runway.findings] == [[""]] * 4


def test_the_sentence_that_promises_would_be_caught():
    assert PROMISES.search("Pre-saves boost the algorithm.")
