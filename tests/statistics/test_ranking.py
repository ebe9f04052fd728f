"""An order is named only where intervals part."""

from hypothesis import given
from hypothesis import strategies as st

from countin.statistics.intervals import Interval
from countin.statistics.ranking import part_groups, undecided


def span(low, high):
    return Interval(low, high, 0.95)


def test_those_that_part_are_ordered_and_those_that_touch_are_not():
    groups = part_groups({"b": span(0.1, 0.2), "a": span(0.2, 0.3), "c": span(0.35, 0.9)})

    assert groups == [["c"], ["a", "b"]]


def test_a_wide_one_joins_those_it_overlaps():
    groups = part_groups({"a": span(0.6, 0.7), "b": span(0.1, 0.2), "wide": span(0.05, 0.95)})

    assert groups == [["a", "b", "wide"]]


def test_one_that_touches_every_other_is_undecided_and_set_apart():
    spans = {"a": span(0.6, 0.7), "b": span(0.1, 0.2), "wide": span(0.05, 0.95)}

    assert undecided(spans) == ["wide"]
    assert undecided({"a": span(0.1, 0.3), "b": span(0.2, 0.4)}) == []
    assert undecided({"a": span(0.6, 0.7), "b": span(0.1, 0.2)}) == []


def test_nothing_has_no_order():
    assert part_groups({}) == []


spans = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda two: span(min(two), max(two))),
    max_size=8,
)


@given(intervals=spans)
def test_groups_part_and_hold_everything_once(intervals):
    groups = part_groups(intervals)

    assert sorted(name for group in groups for name in group) == sorted(intervals)
    for at, group in enumerate(groups):
        lower = [name for later in groups[at + 1 :] for name in later]
        assert all(intervals[high].low > intervals[low].high for high in group for low in lower)
