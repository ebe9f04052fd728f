"""Intervals agree with numbers computed elsewhere, and stay sensible everywhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from countin.statistics.intervals import Interval, difference, jeffreys, proportion, wilson
from tests.statistics import vectors

# successes, of, Wilson's and Jeffreys' bounds at 95 %
VECTORS = [
    (0, 10, (0.0, 0.277533), (0.0, 0.217196)),
    (3, 20, (0.052369, 0.360419), (0.044131, 0.348578)),
    (20, 20, (0.838875, 1.0), (0.883361, 1.0)),
    (45, 300, (0.114032, 0.194818), (0.113029, 0.193684)),
    (812, 5400, (0.141086, 0.160152), (0.141025, 0.16009)),
]
# More of Wilson's, from rates as they occur: of a list, of clicks, within 48 hours, coverage.
WILSON_VECTORS = [
    (240, 3100, (0.068526, 0.087359)),
    (610, 3100, (0.183158, 0.211141)),
    (240, 610, (0.355458, 0.432761)),
    (463, 470, (0.96958, 0.992767)),
    (17, 20, (0.639581, 0.947631)),
]

counts = st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
ways = pytest.mark.parametrize("interval", [wilson, jeffreys, proportion])


@pytest.mark.parametrize(("successes", "of", "expected", "_jeffreys"), VECTORS)
def test_wilson_agrees_with_the_vectors(successes, of, expected, _jeffreys):
    assert _rounded(wilson(successes, of=of)) == expected


@pytest.mark.parametrize(("successes", "of", "expected"), WILSON_VECTORS)
def test_wilson_agrees_with_rates_as_they_occur(successes, of, expected):
    assert _rounded(wilson(successes, of=of)) == expected


@pytest.mark.parametrize(("successes", "of", "_wilson", "expected"), VECTORS)
def test_jeffreys_agrees_with_the_vectors(successes, of, _wilson, expected):
    assert _rounded(jeffreys(successes, of=of)) == expected


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
    case = vectors.VECTORS["listening"]
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
