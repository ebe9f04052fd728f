"""Small sources read in the light of the others: a beta-binomial fitted to all of them.

Source: empirical Bayes as in Casella 1985, "An Introduction to Empirical Bayes Data Analysis";
the two parameters by maximum likelihood of the beta-binomial.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from countin.statistics.intervals import Interval
from countin.statistics.loading import optimize, special

# With fewer there is nothing to learn a spread from: show each as it is.
FEWEST_SOURCES = 4
# The others weigh one fan at least: where every source is all or nothing the likeliest weight is
# none, and a source of one fan would seem certain.
_LEAST = 1.0
# Where the fit starts to look, in fans.
_BEGIN = 20.0


@dataclass(frozen=True)
class Spread:
    """How shares differ from source to source: a beta distribution."""

    alpha: float
    beta: float
    log_likelihood: float

    @property
    def mean(self) -> float:
        """The share of a source about which nothing else is known."""
        return self.alpha / (self.alpha + self.beta)


@dataclass(frozen=True)
class Shrunk:
    """A source's share, drawn towards the others by as much as it is small."""

    mean: float
    interval: Interval


def fit_spread(sources: Sequence[tuple[int, int]]) -> Spread | None:
    """The beta distribution under which these (successes, of) are likeliest, sources without
    anybody left out. It is worth one fan at least and, at most, the fans outside the largest
    source: where sources hardly differ the likelihood rises for ever, and a range that followed it
    would be surer of a source than everybody counted together allows. None with fewer than four
    sources, or where all or none succeeded."""
    given = [(successes, of) for successes, of in sources if of]
    successes, of = sum(k for k, _n in given), sum(n for _k, n in given)
    if len(given) < FEWEST_SOURCES or successes in (0, of):
        return None
    share = successes / of
    most = max(_LEAST, float(of - max(n for _k, n in given)))
    start = [math.log(share / (1 - share)), math.log(min(_BEGIN, most))]
    # Mean and concentration part the likelihood's ridge; both are free of bounds as logarithms.
    found = optimize().minimize(
        lambda at: -_log_likelihood(given, *_parameters(at)),
        start,
        method="Nelder-Mead",
        bounds=[(-30.0, 30.0), (math.log(_LEAST), math.log(most))],
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000},
    )
    alpha, beta = _parameters(found.x)
    return Spread(alpha, beta, _log_likelihood(given, alpha, beta))


def shrink(successes: int, *, of: int, spread: Spread, level: float = 0.95) -> Shrunk:
    """The source's posterior: Beta(alpha + successes, beta + failures), equal tails."""
    a, b = spread.alpha + successes, spread.beta + of - successes
    tail = (1 - level) / 2
    low, high = (float(special().betaincinv(a, b, at)) for at in (tail, 1 - tail))
    return Shrunk(a / (a + b), Interval(low, high, level))


def _parameters(at: Sequence[float]) -> tuple[float, float]:
    mean, concentration = float(special().expit(at[0])), math.exp(at[1])
    return mean * concentration, (1 - mean) * concentration


def _log_likelihood(sources: Sequence[tuple[int, int]], alpha: float, beta: float) -> float:
    base = special().betaln(alpha, beta)
    return float(
        sum(
            special().gammaln(n + 1)
            - special().gammaln(k + 1)
            - special().gammaln(n - k + 1)
            + special().betaln(alpha + k, beta + n - k)
            - base
            for k, n in sources
        )
    )
