import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from countin.statistics.bursts import among_many, least_surprising, size_by_moments, tail
from tests.statistics.vectors import VECTORS

SCAN = VECTORS["scan"]
MEANS = st.floats(0.05, 200)
SIZES = st.floats(0.05, 50)


def test_a_tail_is_as_given_and_far_from_poissons():
    found = tail(SCAN["x"], mean=SCAN["mu"], size=SCAN["k"])

    assert found == pytest.approx(SCAN["p_negbin"], rel=1e-6)
    assert found > 1e11 * SCAN["p_poisson"]
    assert among_many(found, looks=SCAN["windows"]) == pytest.approx(SCAN["sidak_negbin"], abs=1e-6)


def test_the_least_surprising_count_is_as_given():
    found = least_surprising(mean=SCAN["mu"], size=SCAN["k"], looks=SCAN["windows"], family=0.01)

    assert found == SCAN["smallest_x_for_family_0_01"]


@given(count=st.integers(0, 400), mean=MEANS, size=SIZES)
def test_a_tail_is_that_of_scipy(count, mean, size):
    theirs = stats.nbinom.sf(count - 1, size, size / (size + mean))

    assert tail(count, mean=mean, size=size) == pytest.approx(theirs, rel=1e-8, abs=1e-300)


@given(mean=MEANS, size=SIZES, looks=st.integers(1, 5_000))
def test_one_less_would_be_no_surprise(mean, size, looks):
    least = least_surprising(mean=mean, size=size, looks=looks, family=0.01)

    assert among_many(tail(least, mean=mean, size=size), looks=looks) <= 0.01
    assert among_many(tail(least - 1, mean=mean, size=size), looks=looks) > 0.01


@pytest.mark.parametrize(("mean", "size"), [(0, 1), (1, 0), (-1, 1)])
def test_without_a_mean_there_is_no_tail(mean, size):
    with pytest.raises(ValueError, match="above 0"):
        tail(3, mean=mean, size=size)


def test_what_varies_no_more_than_chance_is_nearly_poisson():
    size = size_by_moments(5.0, variance=5.0)

    assert tail(12, mean=5.0, size=size) == pytest.approx(stats.poisson.sf(11, 5.0), rel=1e-3)
    assert size_by_moments(5.0, variance=30.0) == pytest.approx(1.0)
