"""What the artist's own past says, and when it says nothing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from countin.statistics.calibration import Calibrated, Unfit, calibrate, fit_line
from tests.statistics.vectors import VECTORS

RATIO = VECTORS["calibration_ratio_n3"]
LINE = VECTORS["calibration_loglinear_n6"]


def known(history, *, x):
    found = calibrate(history, x=x)
    assert isinstance(found, Calibrated)
    return found


@pytest.mark.parametrize(("level", "key"), [(0.8, "80"), (0.95, "95")])
def test_the_ratio_model_agrees_with_the_vectors(level, key):
    found = known(RATIO["history"], x=RATIO["new_presaves"])

    median, low, high = RATIO[f"median_lo_hi_{key}"]
    assert found.model == "ratio"
    assert round(found.median, 3) == median
    assert [round(end, 3) for end in found.between(level)] == [low, high]


def test_the_line_agrees_with_the_vectors():
    found = known(LINE["history"], x=LINE["new_presaves"])
    line = fit_line(LINE["history"])

    assert [round(line.intercept, 5), round(line.slope, 6)] == [LINE["intercept"], LINE["slope"]]
    assert round(line.s, 6) == LINE["s"]
    assert round(found.median, 3) == LINE["median"]
    assert [round(end, 3) for end in found.between(0.8)] == LINE["pi80"]
    assert [round(end, 3) for end in found.between(0.95)] == LINE["pi95"]


def test_each_campaign_left_out_lies_where_the_line_of_the_others_says():
    """Five are too few for `calibrate` to take a line; its formula stands here once more."""
    history = [(math.log(x), math.log(y)) for x, y in LINE["history"]]
    held = 0
    for left_out in history:
        rest = [pair for pair in history if pair != left_out]
        line = fit_line([(math.exp(x), math.exp(y)) for x, y in rest])
        middle = math.fsum(x for x, _y in rest) / len(rest)
        apart = math.fsum((x - middle) ** 2 for x, _y in rest)
        doubt = line.s * math.sqrt(1 + 1 / len(rest) + (left_out[0] - middle) ** 2 / apart)
        missed = abs(left_out[1] - line.intercept - line.slope * left_out[0])
        held += missed <= stats.t.ppf(0.9, len(rest) - 2) * doubt

    assert held == LINE["loo_hits_80"]


def test_the_line_agrees_with_scipy():
    theirs = stats.linregress(
        [math.log(x) for x, _y in LINE["history"]], [math.log(y) for _x, y in LINE["history"]]
    )
    line = fit_line(LINE["history"])

    assert line.slope == pytest.approx(theirs.slope)
    assert line.intercept == pytest.approx(theirs.intercept)


@pytest.mark.parametrize(
    ("history", "x", "because"),
    [
        ([(100, 90), (200, 150)], 150, Unfit.TOO_FEW),
        (RATIO["history"], 47, Unfit.OUTSIDE),
        (RATIO["history"], 621, Unfit.OUTSIDE),
        ([(100, 10), (100, 900), (100, 90)], 100, Unfit.TOO_WIDE),
    ],
)
def test_it_refuses_where_it_knows_nothing(history, x, because):
    assert calibrate(history, x=x) == because


def test_a_campaign_without_a_number_is_no_pair():
    with pytest.raises(ValueError, match="leave out"):
        calibrate([(100, 90), (200, 0), (300, 200)], x=150)


def test_campaigns_of_one_size_have_no_slope_and_take_the_ratio():
    found = known([(100, 90 + at) for at in range(7)], x=120)

    assert found.model == "ratio"


pairs = st.lists(st.tuples(st.integers(10, 5000), st.integers(10, 5000)), min_size=3, max_size=9)


@settings(max_examples=50, deadline=None)
@given(history=pairs, factor=st.integers(2, 50))
def test_counting_in_other_units_changes_the_number_by_the_unit_alone(history, factor):
    x = sorted(history)[len(history) // 2][0]
    found = calibrate(history, x=x)
    larger = calibrate([(known, y * factor) for known, y in history], x=x)

    if isinstance(found, Unfit):
        assert larger == found
    else:
        assert isinstance(larger, Calibrated)
        assert larger.median == pytest.approx(found.median * factor, rel=1e-6)
