"""What may be an artist's own domain."""

import pytest

from countin.campaigns.codes import BadCode
from countin.campaigns.domains import NO_DOMAIN, origin_on, read_domain


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("music.example.org", "music.example.org"),
        ("  Music.Example.ORG. ", "music.example.org"),
        ("möwe.example", "xn--mwe-sna.example"),
        ("none", NO_DOMAIN),
    ],
)
def test_a_name_is_stored_in_one_spelling(text: str, host: str):
    assert read_domain(text) == host


@pytest.mark.parametrize(
    "text",
    [
        *("", "example", "https://music.example.org", "music.example.org/x", "a.example:443"),
        *("user@music.example.org", "127.0.0.1", "[::1]", "*.example.org", "mu sic.example.org"),
        *("music.example.org?x", "music..example.org", "-a.example", "x" * 64 + ".example"),
    ],
)
def test_what_is_no_name_alone_is_refused_with_the_mend(text: str):
    with pytest.raises(BadCode, match="Write the name alone"):
        read_domain(text)


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        ("https://presave.example.org", "https://music.example.org"),
        ("http://127.0.0.1:8000", "http://music.example.org:8000"),
    ],
)
def test_pages_there_have_the_scheme_and_port_of_the_base_address(base: str, origin: str):
    assert origin_on("music.example.org", base_url=base) == origin
