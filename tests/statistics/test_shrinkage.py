"""Small sources are drawn towards the others, as far as they are small."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from countin.statistics.shrinkage import fit_spread, shrink
from tests.statistics.vectors import VECTORS

GIVEN = VECTORS["beta_binomial"]
SOURCES = {name: (k, n) for name, (k, n) in GIVEN["sources"].items()}
many = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=4,
    max_size=9,
)


def fitted(sources):
    found = fit_spread(sources)
    assert found is not None
    return found


def test_the_spread_agrees_with_the_vectors():
    found = fitted(list(SOURCES.values()))

    assert found.alpha == pytest.approx(GIVEN["alpha"], rel=1e-4)
    assert found.beta == pytest.approx(GIVEN["beta"], rel=1e-4)
    assert round(found.mean, 6) == GIVEN["prior_mean"]
    assert round(found.log_likelihood, 6) == GIVEN["loglik"]


@pytest.mark.parametrize("name", SOURCES)
def test_each_source_agrees_with_the_vectors(name):
    successes, of = SOURCES[name]
    spread = fitted(list(SOURCES.values()))

    found = shrink(successes, of=of, spread=spread)

    expected = GIVEN["posterior"][name]
    assert found.mean == pytest.approx(expected["mean"], abs=2e-6)
    assert [found.interval.low, found.interval.high] == pytest.approx(expected["ci95"], abs=2e-6)


def test_scipy_climbs_to_the_same_place():
    """Another optimizer, another parameter, scipy's own beta-binomial."""
    sources = list(SOURCES.values())
    found = fitted(sources)

    def loss(at):
        return -sum(stats.betabinom.logpmf(k, n, *at) for k, n in sources)

    other = optimize.minimize(loss, [1.0, 1.0], method="L-BFGS-B", bounds=[(1e-3, 1e4)] * 2)
    assert -other.fun == pytest.approx(found.log_likelihood, abs=1e-5)


@pytest.mark.parametrize(
    "sources",
    [[(1, 4)] * 3, [(1, 4), (2, 4), (1, 5), (0, 0)], [(0, 9)] * 5, [(9, 9)] * 5, []],
)
def test_where_nothing_is_to_be_learned_none_is_claimed(sources):
    assert fit_spread(sources) is None


@settings(max_examples=20, deadline=None)
@given(sources=many)
@example(sources=[(0, 1), (0, 1), (0, 1), (2, 2)])
def test_a_source_lies_between_its_own_share_and_the_others(sources):
    spread = fit_spread(sources)
    if spread is None:
        return

    for successes, of in sources:
        found = shrink(successes, of=of, spread=spread)
        ends = sorted([successes / of, spread.mean])
        assert ends[0] - 1e-9 <= found.mean <= ends[1] + 1e-9
        assert found.interval.low < found.interval.high


def test_the_smaller_source_is_drawn_further():
    spread = fitted(list(SOURCES.values()))

    small, large = (shrink(3 * by, of=9 * by, spread=spread) for by in (1, 30))

    assert small.mean < large.mean < 3 / 9


@settings(max_examples=20, deadline=None)
@given(sources=many)
@example(sources=[(178, 195), (178, 206), (183, 206), (185, 205)])
def test_no_source_is_surer_than_everybody_counted_together(sources):
    """Channels that hardly differ: their likeliest spread is none at all."""
    spread = fit_spread(sources)
    if spread is None:
        return

    everybody = sum(of for _successes, of in sources)
    weight = spread.alpha + spread.beta
    for _successes, of in sources:
        assert weight + of <= max(everybody, of + 1) * (1 + 1e-9)
