"""Which addresses are one mailbox, and which are not."""

import pytest

from countin.messaging.address_marks import mailbox_of, mark_address


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ada@example.org", "ADA@Example.org", True),
        ("ada@example.org", "ada+1@example.org", True),
        ("ada.l@gmail.com", "a.dal+x@googlemail.com", True),
        ("ada.l@example.org", "adal@example.org", False),
        ("ada@example.org", "ada@example.com", False),
        ("+@example.org", "ada@example.org", False),
        ("+a@example.org", "+b@example.org", False),
    ],
)
def test_a_mailbox_is_known_under_its_other_addresses(one, other, is_same):
    assert (mailbox_of(one) == mailbox_of(other)) == is_same
    assert (mark_address(one) == mark_address(other)) == is_same
