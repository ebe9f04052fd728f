"""Where a visitor seems to be."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from countin.pages.visitors.territory import client_address, guess_territory, read_time_zone

PROXY = (ip_network("10.0.0.0/8"),)


def request_from(address: str, *, forwarded: str = ""):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("", "10.0.0.1"),
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.3", "10.0.0.3"),
        ("nonsense", "nonsense"),
    ],
)
def test_only_what_our_own_proxies_saw_counts(forwarded, expected):
    request = request_from("10.0.0.1", forwarded=forwarded)

    assert client_address(request, trusted_proxies=PROXY) == expected


def test_a_stranger_cannot_name_another_address():
    request = request_from("198.51.100.7", forwarded="8.8.8.8")

    assert client_address(request, trusted_proxies=PROXY) == "198.51.100.7"


@pytest.mark.parametrize(
    ("address", "zone", "expected"),
    [
        ("8.8.8.8", "Europe/Berlin", "DE"),
        ("8.8.8.8", "", "US"),
        ("8.8.8.8", "UTC", "US"),
        ("127.0.0.1", "", ""),
        ("nonsense", "", ""),
        ("", "Asia/Calcutta", "IN"),
        ("2001:4860:4860::8888", "", "US"),
    ],
)
def test_the_clock_goes_before_the_address(address, zone, expected):
    found = guess_territory(request_from(address), time_zone=zone, trusted_proxies=())

    assert found == expected


@pytest.mark.parametrize("text", ["", "Mars/Olympus", "../etc/passwd", "x" * 500, "<script>"])
def test_what_is_no_zone_counts_as_none(text):
    assert read_time_zone(text) == ""
