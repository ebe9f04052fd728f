"""Intervals agree with numbers computed elsewhere, and stay sensible everywhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from countin.statistics.intervals import Interval, difference, jeffreys, proportion, wilson
from tests.statistics.vectors import VECTORS

GIVEN = VECTORS["proportion_95"]
LISTED = VECTORS["activation"]
WITHIN = VECTORS["concentration"]
HELD = VECTORS["scores"]["coverage"]
# More of Wilson's, from rates as they occur: of a list, of clicks, within 48 hours, coverage.
# Successes, of, their share where the file gives it, and the ends.
OCCURRING = [
    (
        LISTED["presaves_from_list"],
        LISTED["list_size"],
        LISTED["of_list"],
        LISTED["of_list_wilson"],
    ),
    (LISTED["clicks"], LISTED["list_size"], LISTED["click_rate"], LISTED["click_wilson"]),
    (
        LISTED["presaves_from_list"],
        LISTED["clicks"],
        LISTED["of_clicks"],
        LISTED["of_clicks_wilson"],
    ),
    (WITHIN["within_48h"], WITHIN["executed"], WITHIN["share"], WITHIN["wilson"]),
    (HELD["hits"], HELD["n"], 0.85, HELD["wilson"]),
]

counts = st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
ways = pytest.mark.parametrize("interval", [wilson, jeffreys, proportion])


@pytest.mark.parametrize("case", GIVEN)
def test_both_ways_agree_with_the_vectors(case):
    successes, of = case["k"], case["n"]

    assert _rounded(wilson(successes, of=of)) == tuple(case["wilson"])
    assert _rounded(jeffreys(successes, of=of)) == tuple(case["jeffreys"])


@pytest.mark.parametrize("case", GIVEN)
def test_the_exact_ends_are_wider_than_those_shown(case):
    """Clopper and Pearson hold at least as often as they say; the file gives them beside."""
    low, high = case["clopper_pearson"]
    exact = stats.binomtest(case["k"], case["n"]).proportion_ci(0.95, method="exact")

    found = proportion(case["k"], of=case["n"])

    assert tuple(exact) == pytest.approx((low, high), abs=1e-6)
    assert low <= found.low
    assert found.high <= high


@pytest.mark.parametrize(("successes", "of", "share", "ends"), OCCURRING)
def test_wilson_agrees_with_rates_as_they_occur(successes, of, share, ends):
    assert round(successes / of, 6) == share
    assert _rounded(wilson(successes, of=of)) == tuple(ends)


@settings(max_examples=40)
@given(counts=counts, level=st.sampled_from([0.8, 0.9, 0.95]))
def test_a_shown_rate_has_the_ends_that_scipy_gives_it(counts, level):
    successes, of = counts
    by_score = stats.binomtest(successes, of).proportion_ci(level, method="wilson")
    by_beta = stats.beta(successes + 0.5, of - successes + 0.5).interval(level)
    ends = {0: (0.0, by_beta[1]), of: (by_beta[0], 1.0)}.get(successes, tuple(by_score))

    found = proportion(successes, of=of, level=level)

    assert (found.low, found.high) == pytest.approx(ends, abs=1e-9)


@settings(max_examples=40)
@given(counts=counts)
def test_a_shown_rate_carries_wilson_inside_and_jeffreys_at_the_ends(counts):
    successes, of = counts
    expected = jeffreys if successes in (0, of) else wilson

    assert proportion(successes, of=of) == expected(successes, of=of)


@ways
@settings(max_examples=50)
@given(counts=counts)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(interval, counts):
    successes, of = counts

    found = interval(successes, of=of)

    assert 0 <= found.low <= successes / of <= found.high <= 1
    assert found.low < found.high


@ways
@settings(max_examples=40)
@given(counts=counts)
def test_a_higher_level_is_never_narrower(interval, counts):
    successes, of = counts

    narrow, wide = interval(successes, of=of, level=0.8), interval(successes, of=of, level=0.99)

    assert wide.low <= narrow.low
    assert narrow.high <= wide.high
    assert (narrow.level, wide.level) == (0.8, 0.99)


@ways
def test_a_rate_without_denominator_is_refused(interval):
    with pytest.raises(ValueError, match="show the count alone"):
        interval(0, of=0)


@ways
@pytest.mark.parametrize("successes", [-1, 11])
def test_more_successes_than_trials_are_refused(interval, successes):
    with pytest.raises(ValueError, match="no share"):
        interval(successes, of=10)


@ways
@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_and_1_is_refused(interval, level):
    with pytest.raises(ValueError, match=r"as 0\.95"):
        interval(3, of=10, level=level)


def _rounded(interval: Interval) -> tuple[float, float]:
    return round(interval.low, 6), round(interval.high, 6)


def test_a_difference_is_as_given():
    case = VECTORS["listening"]
    (mine, of), (other, of_other) = case["group"], case["reference"]

    found = difference(mine, of=of, other=other, of_other=of_other)

    apart, low, high = case["newcombe_diff"]
    assert mine / of - other / of_other == pytest.approx(apart, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


@given(
    of=st.integers(1, 300),
    of_other=st.integers(1, 300),
    share=st.floats(0, 1),
    share_of_other=st.floats(0, 1),
)
def test_a_difference_turned_round_is_its_mirror(of, of_other, share, share_of_other):
    mine, other = round(share * of), round(share_of_other * of_other)

    there = difference(mine, of=of, other=other, of_other=of_other)
    back = difference(other, of=of_other, other=mine, of_other=of)

    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert -1 <= there.low <= mine / of - other / of_other + 1e-12
    assert there.high <= 1
