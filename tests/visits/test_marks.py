"""The mark of a visit: ours, of this campaign, unchanged in any address."""

from html import escape
from urllib.parse import quote

import pytest

from countin.visits.marks import make_mark, read_mark

MARK = make_mark(2**62 + 5, campaign_id=7, secret_key="s")


def test_a_mark_is_read_back():
    assert read_mark(MARK, campaign_id=7, secret_key="s") == 2**62 + 5


_NUMBER, _DASH, _SIGNATURE = MARK.partition("-")


@pytest.mark.parametrize(
    "mark",
    ["", "5", "5-", f"{MARK}0", f"6{MARK[1:]}", f"٥-{_SIGNATURE}", f"{_NUMBER}-{'0' * 24}"],
)
def test_what_we_did_not_make_is_nothing(mark):
    assert read_mark(mark, campaign_id=7, secret_key="s") is None


@pytest.mark.parametrize(("campaign_id", "secret_key"), [(8, "s"), (7, "other")])
def test_a_mark_is_good_for_one_campaign_of_one_installation(campaign_id, secret_key):
    assert read_mark(MARK, campaign_id=campaign_id, secret_key=secret_key) is None


def test_a_mark_stands_unchanged_in_forms_and_addresses():
    assert escape(quote(MARK, safe="")) == MARK
