"""Looks come quickly at first, then ever more rarely."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.moments import midnights_in
from countin.campaigns.waits import LOOKS_FOR, next_look, next_wait


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


BRAZIL = midnights_in(date(2026, 11, 27), market="BR")


def test_no_wait_leaps_over_a_later_midnight_of_the_same_country():
    before = BRAZIL[1] - timedelta(minutes=5)

    look_at = next_look(looks=9, midnights=BRAZIL, now=before, chance=Middle())

    assert look_at == BRAZIL[1]


def test_after_each_midnight_waits_are_short_again():
    just_after = BRAZIL[1] + timedelta(seconds=2)

    look_at = next_look(looks=9, midnights=BRAZIL, now=just_after, chance=Middle())

    assert look_at - just_after <= timedelta(seconds=17)


def test_long_after_the_last_midnight_waits_are_those_of_the_looks():
    later = BRAZIL[-1] + timedelta(hours=9)

    look_at = next_look(looks=7, midnights=BRAZIL, now=later, chance=Middle())

    assert look_at - later == next_wait(7, chance=Middle())


def test_looks_that_could_not_be_made_do_not_lengthen_the_wait():
    later = BRAZIL[-1] + timedelta(hours=9)

    look_at = next_look(looks=1, midnights=BRAZIL, now=later, chance=Middle())

    assert look_at - later == next_wait(1, chance=Middle())
