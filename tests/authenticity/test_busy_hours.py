"""Hours that ask what they were."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countin.authenticity.busy_hours import busy_spans
from countin.authenticity.circumstances import Peak
from tests.authenticity.logs import audited, made

HOUR = 3_600.0
DAY = 24 * HOUR


def everyday(*, days=14, a_day=60, seed=1):
    """More in the evening than in the morning, every day alike."""
    chance = random.Random(seed)
    evenings = [chance.gauss(19, 4) % 24 for _fan in range(days * a_day)]
    return [
        (index // a_day) * DAY + hour * HOUR + chance.random()
        for index, hour in enumerate(evenings)
    ]


def test_a_newsletter_is_asked_about_and_an_evening_is_not():
    blast = [6 * DAY + 10 * HOUR + second for second in range(0, 5_400, 30)]

    (span,) = busy_spans(everyday() + blast)

    assert span.begins_at <= 6 * DAY + 10 * HOUR
    assert span.ends_at >= 6 * DAY + 11.5 * HOUR
    assert len(blast) <= span.presaves <= len(blast) + 20
    assert span.usual < 20
    assert busy_spans(everyday()) == []


def test_what_a_person_named_is_not_asked_about():
    blast = [6 * DAY + 10 * HOUR + second for second in range(0, 5_400, 30)]
    named = Peak("newsletter", 6 * DAY + 9 * HOUR, 6 * DAY + 13 * HOUR, None)

    assert busy_spans(everyday() + blast, named=[named]) == []


@pytest.mark.parametrize("moments", [[], [1.0] * 49, [1.0] * 500])
def test_a_day_has_nothing_to_be_compared_with(moments):
    assert busy_spans(moments) == []


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 400), st.randoms(use_true_random=False))
def test_neither_order_nor_a_shift_by_days_changes_the_question(days, chance):
    moments = everyday() + [6 * DAY + 10 * HOUR + second for second in range(0, 5_400, 30)]
    before = busy_spans(moments)
    shifted = [moment + days * DAY for moment in moments]
    chance.shuffle(shifted)

    after = busy_spans(shifted)

    assert [(s.presaves, s.usual) for s in after] == [(s.presaves, s.usual) for s in before]
    assert [s.begins_at - days * DAY for s in after] == [s.begins_at for s in before]


def test_a_busy_hour_is_a_question_and_no_evidence():
    log = made("clean", seed=3, size=900)

    audit = audited(log.events, log.meta)

    assert audit["busy_hours"]
    assert all(span["presaves"] > 3 * span["usual"] for span in audit["busy_hours"])
    assert [group for group in audit["groups"] if group["grade"] == "unusual"] == []
