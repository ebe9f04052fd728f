"""What sort of occasion it was: at one place, or steadily as a program comes. Never how many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countin.authenticity.occasions import is_elsewhere, steadiness

HOUR = 3_600.0
EVERYBODY = np.ones(200)


def evenly(*, hours, many=200):
    """From the third day on."""
    return 48 * HOUR + (np.arange(many) + 0.5) * hours * HOUR / many


def steady(at, kin=None):
    codes = np.zeros(len(at), dtype=np.int64) if kin is None else kin
    return steadiness(codes, at, np.ones(len(at)))


def test_an_even_flow_that_begins_and_ends_like_a_switch_is_steady():
    assert steady(evenly(hours=8)) == pytest.approx((0.625 - 0.55) / 0.083, abs=0.05)


@pytest.mark.parametrize("hours", [0.9, 20])
def test_hours_too_few_or_too_many_say_nothing(hours):
    assert steady(evenly(hours=hours)) is None


def test_what_ebbs_away_is_not_steady():
    """Half of it in the first fifth of its time, as after a newsletter."""
    shares = (np.arange(200) + 0.5) / 200
    assert steady(48 * HOUR - np.log(1 - shares) * 4 * HOUR) == 0


@pytest.mark.parametrize(("hours", "found"), [(8, True), (30, False)])
def test_a_piece_counts_as_the_whole_flow_does(hours, found):
    """The same sort of people came before and after: somebody cut the piece out by its hours."""
    whole = evenly(hours=hours, many=600)
    piece = (np.arange(600) > 400).astype(np.float64)

    value = steadiness(np.zeros(600, dtype=np.int64), whole, piece)

    assert (value is not None and value > 0.8) == found


def test_an_even_piece_of_what_ebbs_away_is_not_steady():
    shares = (np.arange(600) + 0.5) / 600
    whole = 48 * HOUR - np.log(1 - shares) * 4 * HOUR
    piece = (whole < 50 * HOUR).astype(np.float64)

    assert steadiness(np.zeros(600, dtype=np.int64), whole, piece) == 0


@settings(max_examples=20, deadline=None)
@given(times=st.integers(1, 5), by=st.integers(-40, 400))
def test_neither_volume_nor_a_shift_makes_it_steadier(times, by):
    at = evenly(hours=8)

    assert steady(np.repeat(at, times) + by * HOUR) == pytest.approx(steady(at), abs=0.06)


def test_a_crowd_of_several_countries_or_of_days_was_at_no_one_place():
    at, home = evenly(hours=3), np.zeros(200, dtype=np.int64)
    unknown = np.full(200, -1)

    assert not is_elsewhere(home, at, EVERYBODY)
    assert not is_elsewhere(unknown, evenly(hours=60), EVERYBODY)
    assert is_elsewhere(np.arange(200) % 2, at, EVERYBODY)
    assert is_elsewhere(home, evenly(hours=30), EVERYBODY)
