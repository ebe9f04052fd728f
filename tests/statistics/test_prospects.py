"""How many saves to expect: against the vectors, scipy, and chance itself."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from countin.statistics.prospects import Prospect, foresee
from tests.statistics.vectors import VECTORS

GIVEN = VECTORS["executed"]


def known(of, *, succeeded, failed):
    found = foresee(of, succeeded=succeeded, failed=failed)
    assert found is not None
    return found


@pytest.fixture
def prospect():
    failed = GIVEN["history_n"] - GIVEN["history_ok"]
    return known(GIVEN["at_risk"], succeeded=GIVEN["history_ok"], failed=failed)


def test_it_agrees_with_the_vectors(prospect):
    assert round(prospect.mean, 4) == GIVEN["mean"]
    assert round(prospect.deviation, 4) == GIVEN["sd"]
    assert prospect.between(0.95) == tuple(GIVEN["pi95"])
    assert prospect.between(0.8) == tuple(GIVEN["pi80"])
    assert round(prospect.chances[440], 7) == GIVEN["prob_exact_440"]


def test_a_plain_binomial_would_be_too_narrow(prospect):
    low, high = prospect.between(0.95)
    plain_low, plain_high = GIVEN["plain_binomial_pi95"]

    assert (low < plain_low, plain_high < high) == (True, True)


def test_a_short_history_gives_no_number():
    assert foresee(100, succeeded=49, failed=0) is None
    assert foresee(100, succeeded=50, failed=0) is not None


def test_nothing_to_try_gives_nothing():
    assert known(0, succeeded=50, failed=1).between(0.8) == (0, 0)


@settings(max_examples=40, deadline=None)
@given(of=st.integers(0, 300), succeeded=st.integers(0, 200), failed=st.integers(0, 200))
def test_it_agrees_with_scipy(of, succeeded, failed):
    found = Prospect(of, succeeded + 0.5, failed + 0.5)
    theirs = stats.betabinom(of, succeeded + 0.5, failed + 0.5)

    assert sum(found.chances) == pytest.approx(1)
    assert found.chances[of // 2] == pytest.approx(float(theirs.pmf(of // 2)), rel=1e-6, abs=1e-12)
    assert found.mean == pytest.approx(float(theirs.mean()))
    low, high = found.between(0.8)
    assert sum(found.chances[low : high + 1]) >= 0.8 - 1e-9


def test_the_range_holds_what_chance_brings():
    """The share is drawn, a history from it, then the day: 80 % ranges hold at least 80 %."""
    chance, inside, rounds = random.Random(11), 0, 400
    for _round in range(rounds):
        share = chance.betavariate(0.5, 0.5)
        history = sum(chance.random() < share for _one in range(80))
        came = sum(chance.random() < share for _one in range(60))
        low, high = known(60, succeeded=history, failed=80 - history).between(0.8)
        inside += low <= came <= high
    assert inside / rounds >= 0.78
