"""When the fans come and who they are: real shapes, and the same for the same seed."""

import random
from datetime import UTC, datetime, timedelta

from simulator.crowd.arrivals import plan_arrivals
from simulator.crowd.people import invent_people

BEGINS = datetime(2026, 11, 1, 12, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=27)


def test_most_fans_come_in_the_first_week_and_in_the_last():
    moments = plan_arrivals(2000, begins=BEGINS, ends=ENDS, chance=random.Random(1))

    week = timedelta(days=7)
    at_first = sum(moment < BEGINS + week for moment in moments) / 2000
    at_last = sum(moment >= ENDS - week for moment in moments) / 2000
    assert 0.80 < at_first + at_last < 0.97
    assert at_first > 0.4
    assert at_last > 0.3


def test_nobody_comes_before_the_announcement_or_after_the_end():
    moments = plan_arrivals(2000, begins=BEGINS, ends=ENDS, chance=random.Random(2))

    assert len(moments) == 2000
    assert moments == sorted(moments)
    assert moments[0] >= BEGINS
    assert moments[-1] < ENDS


def test_the_same_seed_makes_the_same_people():
    first, again, other = (
        invent_people(50, channels=["newsletter"], guests=5, chance=random.Random(seed))
        for seed in (3, 3, 4)
    )

    assert first == again
    assert first != other
    assert sum(person.is_guest for person in first) == 5


def test_nobody_changes_their_mind_twice():
    people = invent_people(3000, channels=[], guests=0, chance=random.Random(5))

    minds = [
        (p.only_looks, p.cancels, p.withdraws, p.revokes, not p.has_subscription) for p in people
    ]
    assert max(map(sum, minds)) == 1
    assert all(any(column) for column in zip(*minds, strict=True))
