"""An order is named only where intervals part."""

from hypothesis import given
from hypothesis import strategies as st

from countin.statistics.intervals import Interval
from countin.statistics.ranking import find_lower


def span(low, high):
    return Interval(low, high, 0.95)


def test_those_that_part_are_ordered_and_those_that_touch_are_not():
    lower = find_lower({"b": span(0.1, 0.2), "a": span(0.2, 0.3), "c": span(0.35, 0.9)})

    assert lower == {"c": ["a", "b"]}


def test_a_wide_one_hides_no_order_of_the_others():
    lower = find_lower({"a": span(0.6, 0.7), "b": span(0.1, 0.2), "wide": span(0.05, 0.95)})

    assert lower == {"a": ["b"]}


def test_nothing_has_no_order():
    assert find_lower({}) == {}


spans = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda two: span(min(two), max(two))),
    max_size=8,
)


@given(intervals=spans)
def test_every_pair_that_parts_is_named_and_no_other(intervals):
    lower = find_lower(intervals)

    named = {(high, low) for high, lows in lower.items() for low in lows}
    assert named == {
        (high, low)
        for high, one in intervals.items()
        for low, other in intervals.items()
        if one.low > other.high
    }
