"""Looks come quickly at first, then ever more rarely."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.waits import LOOKS_FOR, next_wait


class Middle(random.Random):
    """No jitter: a tenth up or down comes out as nothing."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@pytest.mark.parametrize(
    ("looks", "seconds"),
    [
        *((0, 15), (1, 15), (2, 30), (3, 60), (4, 120), (5, 180), (6, 300), (7, 480)),
        *((8, 600), (9, 900), (10, 1200), (11, 1800), (12, 1800), (500, 1800)),
    ],
)
def test_waits_grow_to_half_an_hour(looks: int, seconds: int):
    assert next_wait(looks, chance=Middle()) == timedelta(seconds=seconds)


@given(st.integers(1, 200), st.integers())
def test_jitter_is_a_tenth_at_most(looks: int, seed: int):
    plain = next_wait(looks, chance=Middle())

    wait = next_wait(looks, chance=random.Random(seed))

    assert plain * 0.9 <= wait <= plain * 1.1


def test_three_days_of_looking_stay_within_a_few_hundred_looks():
    spent, looks = timedelta(), 0
    while spent < LOOKS_FOR:
        looks += 1
        spent += next_wait(looks, chance=Middle())

    assert looks == 152
