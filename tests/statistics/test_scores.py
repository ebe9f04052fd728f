"""Scores agree with the vectors, and with their own definition by brute force."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from countin.statistics.concentration import concentrate
from countin.statistics.intervals import wilson
from countin.statistics.prospects import Prospect
from countin.statistics.scores import (
    chance_of_hits,
    crps_counts,
    crps_ensemble,
    crps_normal,
    crps_student,
    interval_score,
)
from tests.statistics.vectors import VECTORS

GIVEN = VECTORS["scores"]


def defined(came, below):
    """The definition: the integral of (F(x) - [x >= y]) squared."""
    left, _error = integrate.quad(lambda x: below(x) ** 2, -400, came, limit=200)
    right, _error = integrate.quad(lambda x: (1 - below(x)) ** 2, came, 400, limit=200)
    return left + right


@pytest.mark.parametrize("case", GIVEN["crps_normal"])
def test_of_a_normal(case):
    found = crps_normal(case["y"], mean=case["mu"], deviation=case["sd"])

    assert round(found, 6) == case["v"]


def test_of_a_wider_normal():
    assert round(crps_normal(440, mean=442.5, deviation=6), 6) == GIVEN["crps_normal_440"]


def test_of_an_ensemble():
    case = GIVEN["crps_ensemble"]

    assert crps_ensemble(case["y"], members=case["e"]) == case["v"]


@pytest.mark.parametrize("case", GIVEN["crps_discrete_executed"])
def test_of_counts(case):
    chances = Prospect(470, 452.5, 28.5).chances

    assert round(crps_counts(case["y"], chances=chances), 6) == case["v"]


def test_a_number_that_was_thought_impossible_costs_every_step_beyond():
    assert crps_counts(5, chances=[0.0, 1.0]) == 4


@pytest.mark.parametrize("freedom", [2, 4, 9])
@pytest.mark.parametrize("came", [-2.5, 0.0, 1.2])
def test_of_students_t_by_its_definition(freedom, came):
    below = stats.t(freedom, 0.3, 0.8).cdf

    found = crps_student(came, freedom=freedom, middle=0.3, scale=0.8)

    assert found == pytest.approx(defined(came, below), abs=1e-4)


def test_students_t_becomes_the_normal():
    assert crps_student(1.0, freedom=1e7, middle=0, scale=1) == pytest.approx(
        crps_normal(1.0, mean=0, deviation=1), abs=1e-6
    )


@pytest.mark.parametrize("case", GIVEN["interval_score_80"])
def test_of_a_range(case):
    found = interval_score(case["y"], low=case["lo"], high=case["hi"], level=0.8)

    assert found == pytest.approx(case["v"])


def test_coverage_agrees_with_the_vectors():
    case = GIVEN["coverage"]

    found = wilson(case["hits"], of=case["n"])

    assert [round(found.low, 6), round(found.high, 6)] == case["wilson"]
    chance = chance_of_hits(case["hits"], of=case["n"], level=case["nominal"])
    assert round(chance, 6) == case["p_two_sided"]


@settings(max_examples=40, deadline=None)
@given(of=st.integers(1, 60), data=st.data(), level=st.sampled_from([0.5, 0.8, 0.95]))
def test_the_chance_of_hits_agrees_with_scipy(of, data, level):
    hits = data.draw(st.integers(0, of))

    found = chance_of_hits(hits, of=of, level=level)

    assert found == pytest.approx(float(stats.binomtest(hits, of, level).pvalue), abs=1e-6)


def test_concentration_agrees_with_the_vectors():
    case = VECTORS["concentration"]

    found = concentrate(
        case["within_48h"],
        of=case["executed"],
        window_hours=48,
        spread_hours=24 * case["even_spread_days"],
    )

    assert found is not None
    assert round(found.share, 6) == case["share"]
    assert [round(found.interval.low, 6), round(found.interval.high, 6)] == case["wilson"]
    assert round(found.even, 3) == case["even_spread_in_48h"]
    assert round(found.ratio, 3) == case["ratio"]


def test_nothing_has_no_concentration():
    assert concentrate(0, of=0, window_hours=48, spread_hours=672) is None
