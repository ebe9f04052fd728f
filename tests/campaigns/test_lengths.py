"""Lengths of tracks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.codes import BadCode
from countin.campaigns.lengths import read_length, spell_length


@pytest.mark.parametrize(
    ("text", "seconds"), [("3:12", 192), ("0:01", 1), ("75:00", 4500), ("03:05", 185)]
)
def test_a_length_is_minutes_and_seconds(text: str, seconds: int):
    assert read_length(text) == seconds


@pytest.mark.parametrize(
    "text", ["192", "3:5", "3:60", "1:02:03", "-3:12", "3.12", "3:12 min", "٣:١٢", "1000:00", ":30"]
)
def test_anything_else_is_refused_with_the_mend(text: str):
    with pytest.raises(BadCode) as caught:
        read_length(text)

    assert (caught.value.what, caught.value.mend) == (
        f"{text!r} is no length.",
        "Write minutes and seconds, like 3:12.",
    )


def test_no_time_at_all_is_no_length():
    with pytest.raises(BadCode, match="no time at all"):
        read_length("0:00")


@given(st.integers(min_value=1, max_value=999 * 60 + 59))
def test_what_is_spelled_is_read_again(seconds: int):
    assert read_length(spell_length(seconds)) == seconds
