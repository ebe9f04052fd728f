"""The sender of an artist's mails, as people type it."""

from email.utils import parseaddr

import pytest

from countin.campaigns.codes import BadCode
from countin.campaigns.controlling import read_sender

ADDRESS = "news@band.example"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (ADDRESS, ""),
        (f"Band <{ADDRESS}>", "Band"),
        (f"  The   Held Notes  <{ADDRESS}>", "The Held Notes"),
        (f'"Käse, Brot & Co." <{ADDRESS}>', "Käse, Brot & Co."),
        (f"夜のバンド <{ADDRESS}>", "夜のバンド"),
        (f'"A \\"B\\" C" <{ADDRESS}>', 'A "B" C'),
    ],
)
def test_a_sender_is_read_back_as_it_was_meant(given: str, name: str):
    spelled = read_sender(given)

    assert parseaddr(spelled) == (name, ADDRESS)
    assert read_sender(spelled) == spelled


@pytest.mark.parametrize("given", ["", "Band", "Band <>", "a@b", "x" * 400 + f" <{ADDRESS}>"])
def test_what_is_no_sender_is_refused(given: str):
    with pytest.raises(BadCode):
        read_sender(given)


def test_no_line_break_is_left_in_it():
    assert "\n" not in read_sender(f"Band\r\nBcc: <{ADDRESS}>")
