"""Addresses outside: https alone, and a service's name leads to that service."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from countin.campaigns.codes import BadCode
from countin.campaigns.outside import (
    OUTSIDE_SERVICES,
    host_of,
    read_address,
    read_address_at,
    read_native_address,
)

SPOTIFY = ("open.spotify.com",)
# What a page may point at for each service that no provider speaks with.
RIGHT = {
    "anghami": "https://play.anghami.com/album/1000000001",
    "beatport": "https://www.beatport.com/release/midnight-windows/1000001",
    "boomplay": "https://www.boomplay.com/albums/100000001",
    "jiosaavn": "https://www.jiosaavn.com/album/midnight-windows/EXAMPLE1",
    "pandora": "https://www.pandora.com/artist/the-held-notes/midnight-windows/EXAMPLE",
    "qobuz": "https://open.qobuz.com/album/example1",
    "youtube": "https://youtu.be/EXAMPLE0001",
}


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://EXAMPLE.org/Path?q=1#part", "https://example.org/Path?q=1#part"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://müller.example/früh", "https://xn--mller-kva.example/fr%C3%BCh"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
    ],
)
def test_an_address_is_stored_in_plain_ascii(text: str, stored: str):
    assert read_address(text) == stored
    assert read_address(stored) == stored


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("http://example.org/a", "is not encrypted"),
        ("example.org", "is no https address"),
        ("javascript:alert(1)", "is no https address"),
        ("data:text/html,hello", "is no https address"),
        ("//example.org/", "is no https address"),
        ("https://", "names no website"),
        ("https:///path", "names no website"),
        ("https://localhost/", "names no website"),
        ("https://127.0.0.1/", "names no website"),
        ("https://[::1]/", "names no website"),
        ("https://-a.example/", "names no website"),
        ("https://example.org:8443/", "names a port"),
        ("https://example.org:x/", "is no address"),
        ("https://a..example/", "is no address"),
        ("https://good.example@evil.example/", "hides where it leads"),
        ("https://good.example\\@evil.example/", "signs that can't be seen"),
        ("https://example.org/a b", "signs that can't be seen"),
        ("https://example.org/\u200bb", "signs that can't be seen"),
        ("https://example.org/" + "a" * 500, "has 520 characters."),
        ("https://example.org/" + "ü" * 100, "once it is spelled out"),
    ],
)
def test_what_is_no_plain_address_is_refused_with_the_mend(text: str, what: str):
    with pytest.raises(BadCode) as caught:
        read_address(text)

    assert what in caught.value.what
    assert caught.value.mend.endswith((".", "/", "a"))


@given(st.text(max_size=40))
def test_whatever_is_accepted_is_https_in_ascii(text: str):
    try:
        address = read_address(f"https://{text}")
    except BadCode:
        return

    assert address.startswith("https://")
    assert address.isascii()
    assert "." in host_of(address)


def test_every_service_has_an_example_here_and_none_is_one_that_a_provider_speaks_with():
    assert set(RIGHT) == set(OUTSIDE_SERVICES)
    assert set(RIGHT) & set(settings.PROVIDERS) == set()


@pytest.mark.parametrize("name", RIGHT)
def test_a_services_link_leads_to_the_service(name: str):
    assert read_address_at(RIGHT[name], service=OUTSIDE_SERVICES[name]) == RIGHT[name]


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("host", ["evil.example", "{}.evil.example", "evil{}"])
def test_a_services_name_leads_nowhere_else(name: str, host: str):
    service = OUTSIDE_SERVICES[name]
    address = f"https://{host.format(service.domains[0])}/album/1"

    with pytest.raises(BadCode, match=f"is no address of {service.label}"):
        read_address_at(address, service=service)


def test_a_native_page_lies_on_the_services_own_host_exactly():
    good = "https://open.spotify.com/prerelease/0MidnightWindowsEP0001"

    assert read_native_address(good, name="spotify", hosts=SPOTIFY) == good


@pytest.mark.parametrize(
    "host", ["spotify.com", "a.open.spotify.com", "open.spotify.com.evil.example", "spotify.link"]
)
def test_no_other_host_is_taken_for_the_service(host: str):
    with pytest.raises(BadCode) as caught:
        read_native_address(f"https://{host}/prerelease/1", name="spotify", hosts=SPOTIFY)

    assert caught.value.what == f"{host} is no page of `spotify` itself."
    assert "open.spotify.com" in caught.value.mend
