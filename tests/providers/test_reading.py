from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.providers.addresses import is_loopback, origin_of, read_address
from countin.providers.contract import TryLater
from countin.providers.reading import (
    is_before_its_day,
    is_on_its_day,
    is_token,
    link_in,
    objects_in,
    same_isrc,
    same_upc,
    text_in,
    upc_spellings,
)


@pytest.mark.parametrize(
    ("upc", "spellings"),
    [
        ("036000291452", ("036000291452", "0036000291452")),
        ("0036000291452", ("0036000291452", "036000291452")),
        ("4006381333931", ("4006381333931",)),
        (" 036000291452 ", ("036000291452", "0036000291452")),
        ("00036000291452", ("00036000291452", "036000291452")),
    ],
)
def test_a_barcode_is_searched_as_given_first(upc, spellings):
    assert upc_spellings(upc) == spellings


@given(st.from_regex(r"[0-9]{11,14}", fullmatch=True))
def test_every_spelling_is_the_same_code(upc):
    assert all(same_upc(upc, other) for other in upc_spellings(upc))


def test_codes_that_differ_in_a_digit_are_not_the_same():
    assert not same_upc("036000291452", "036000291453")
    assert not same_isrc("ZZTST2600001", "ZZTST2600002")
    assert same_isrc("zz-tst-26-00001", "ZZTST2600001")


@pytest.mark.parametrize(
    ("moment", "is_before", "is_on"),
    [
        ("2026-11-26T09:59:59+00:00", True, False),
        ("2026-11-26T10:00:00+00:00", False, True),
        ("2026-11-27T11:59:59+00:00", False, True),
        ("2026-11-27T12:00:00+00:00", False, False),
        ("2026-11-27T01:00:00+14:00", False, True),
    ],
)
def test_a_day_begins_and_dawns_around_the_world(moment, is_before, is_on):
    now = datetime.fromisoformat(moment)

    found = (is_before_its_day("2026-11-27", now=now), is_on_its_day("2026-11-27", now=now))

    assert found == (is_before, is_on)


@pytest.mark.parametrize("text", ["", "2027", "2027-01", "someday", "2027-13-45"])
def test_what_is_no_day_says_nothing(text):
    now = datetime(2026, 11, 27, tzinfo=UTC)

    assert (is_before_its_day(text, now=now), is_on_its_day(text, now=now)) == (False, False)


def test_what_is_absent_reads_as_empty_and_what_is_absurd_means_later():
    assert (text_in({}, "a"), text_in({"a": None}, "a"), objects_in({}, "a")) == ("", "", [])
    with pytest.raises(TryLater):
        text_in({"a": 1}, "a")
    with pytest.raises(TryLater):
        objects_in({"a": [1]}, "a")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//example.com", "", "data:text/html,x"])
def test_a_link_that_no_page_may_bear_is_replaced(link):
    assert link_in({"url": link}, "url", instead="https://example.com") == "https://example.com"


@given(st.text())
def test_nothing_that_breaks_out_of_a_header_is_a_token(text):
    assert not is_token(f"{text}\n{text}")
    assert not is_token(f"{text} {text}")


@pytest.mark.parametrize(
    "address",
    ["https://api.example/v1", "http://127.0.0.1:8001/a", "http://[::1]:1", "http://localhost:9"],
)
def test_https_and_loopback_are_addresses(address):
    assert read_address(f"{address}/", name="COUNTIN_X") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com", "http://10.0.0.1", "ftp://x.example", "example.com", "",
        "https://user:secret@x.example", "https://x.example/?a=1", "https://x.example/#a",
        "https://", "https://x.example:port", "https://[::1", "http://127.0.0.1.example.com",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_with_the_next_step(address):
    with pytest.raises(ValueError, match=r"COUNTIN_X .*\. Set COUNTIN_X to") as raised:
        read_address(address, name="COUNTIN_X")

    assert "secret" not in str(raised.value)


def test_an_origin_is_scheme_host_and_port():
    assert origin_of("http://127.0.0.1:8001/apple/v1") == "http://127.0.0.1:8001"


def test_loopback_is_this_machine_alone():
    hosts = ("127.0.0.1", "127.9.9.9", "::1", "localhost", "10.0.0.1", "example.com", "")

    assert [host for host in hosts if is_loopback(host)] == list(hosts[:4])
