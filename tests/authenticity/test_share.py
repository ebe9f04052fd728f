"""The share's range against the distribution that it is taken from, worked out another way."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from countin.authenticity.evidence import Facts
from countin.authenticity.share import LEVEL, corroborated_fans, share_of, widen
from countin.statistics.intervals import Interval

FANS = 1_000
_probability = st.floats(0, 1)
_crowds = st.lists(st.tuples(st.integers(10, 200), _probability), min_size=1, max_size=5)


def ranged(crowds, *, has_unusual=True):
    """Members are sure of their crowd: each has its crowd's probability, or none at all."""
    sizes = np.array([size for size, _p in crowds], dtype=float)
    probabilities = np.array([p for _size, p in crowds])
    scores = np.zeros(FANS)
    scores[: int(sizes.sum())] = np.repeat(probabilities, sizes.astype(int))
    return share_of(scores, sizes=sizes, probabilities=probabilities, has_unusual=has_unusual)


def below(value, crowds, *, spread):
    """The probability that the share is below: every outcome by itself."""
    total = 0.0
    for outcome in product((0, 1), repeat=len(crowds)):
        weight = np.prod(
            [p if is_in else 1 - p for is_in, (_s, p) in zip(outcome, crowds, strict=True)]
        )
        share = sum(is_in * size for is_in, (size, _p) in zip(outcome, crowds, strict=True)) / FANS
        total += weight * stats.norm.cdf(value, share, spread)
    return total


@settings(max_examples=60, deadline=None)
@given(_crowds)
def test_the_range_leaves_out_five_in_a_hundred_at_each_end(crowds):
    estimate, interval = ranged(crowds)
    doubt = np.sqrt(sum(size * p * (1 - p) for size, p in crowds)) / FANS
    spread = np.hypot(2.7 * doubt, 0.0015)

    assert estimate == pytest.approx(sum(size * p for size, p in crowds) / FANS)
    assert interval.low <= estimate <= interval.high
    if 0 < interval.low < estimate:
        assert below(interval.low, crowds, spread=spread) == pytest.approx(0.05, abs=1e-6)
    if estimate < interval.high < 1:
        assert below(interval.high, crowds, spread=spread) == pytest.approx(0.95, abs=1e-6)


def test_a_crowd_that_is_sure_has_a_narrow_range_and_a_doubtful_one_may_be_none():
    _estimate, sure = ranged([(300, 1.0), (500, 0.0)])
    _estimate, doubtful = ranged([(300, 0.8), (500, 0.0)])

    half = stats.norm.ppf(0.95) * 0.0015
    assert (sure.low, sure.high) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-6)
    assert doubtful.low < 0.03
    assert doubtful.high > 0.3


@settings(max_examples=40, deadline=None)
@given(_crowds, st.randoms(use_true_random=False))
def test_the_order_of_crowds_changes_nothing(crowds, random):
    shuffled = random.sample(crowds, len(crowds))

    one, other = ranged(crowds)[1], ranged(shuffled)[1]

    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(10, 200), st.sampled_from([0.0, 1.0])), max_size=4),
    _probability,
    _probability,
)
def test_a_crowd_that_weighs_more_moves_the_range_up(others, one, other):
    """Stochastic order: with every doubt about belonging left aside."""
    less, more = sorted((one, other))
    scores = np.zeros(FANS)

    def range_with(p):
        sizes = np.array([size for size, _p in others] + [100], dtype=float)
        weights = np.array([p for _size, p in others] + [p])
        return share_of(scores, sizes=sizes, probabilities=weights, has_unusual=True)[1]

    assert range_with(less).high <= range_with(more).high + 1e-9


def test_where_no_crowd_is_unusual_the_range_begins_at_nothing():
    _estimate, interval = ranged([(300, 0.7)], has_unusual=False)

    assert interval.low == 0
    assert interval.level == LEVEL


def test_what_nothing_corroborates_widens_the_range():
    assert widen(Interval(0.1, 0.2, LEVEL), corroborated=600, fans=1_000) == Interval(0, 0.4, LEVEL)
    assert widen(Interval(0.0, 0.5, LEVEL), corroborated=990, fans=1_000).high == 0.5


def test_corroborated_are_those_who_confirmed_a_lasting_address():
    nobody, unknown = np.zeros(5, dtype=np.int64), np.zeros(5)
    facts = Facts(
        *(nobody, nobody, unknown, nobody, unknown, nobody, nobody, nobody),
        confirmed=np.array([1.0, 1.0, 1.0, 0.0, np.nan]),
        throwaway=np.array([0.0, 1.0, np.nan, 0.0, 0.0]),
        revoked=unknown,
    )

    assert corroborated_fans(facts, np.array([0.1, 0.1, 0.9, 0.1, 0.1])) == 1
