"""Every address, asked with words that others would like to be followed: it leads nowhere but to
us and to the services' own hosts, and its page runs nothing that stands in it."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from countin import clock
from countin.visits.links import make_link
from countin.visits.models import LinkKind
from tests.pages.door import SLUG, Browser
from tests.pages.test_embedding import every_address

_EVIL = (
    "https://evil.example/x",
    "//evil.example",
    "/\\evil.example",
    "evil.example",
    "x\r\nLocation: y",
)
_WORDS = (
    *("next", "url", "to", "return", "return_to", "redirect", "redirect_uri", "continue", "goto"),
    *("u", "r", "campaign", "slug", "via", "lang", "link", "from", "state", "code", "error"),
    *("service", "follow", "address", "utm_source", "told", "back", "fallback", "page"),
)
_SERVICES = {"open.spotify.com", "music.apple.com"}


@pytest.fixture
def addresses(door) -> list[str]:
    """Of a fan who promised, before and after the release: keys and codes that open something."""
    browser = Browser()
    browser.connect()
    link = make_link(door.campaign, kind=LinkKind.CHANNEL, now=clock.now())
    key = browser.own_page().removeprefix("/me/")
    return [
        address.replace("k" * 43, key).replace("/l/abcdef", f"/l/{link.code}")
        for address in every_address()
    ]


def leads_to(answer) -> str:
    """The host of another place; empty for our own addresses."""
    address = answer.get("Location", "")
    assert not re.search(r"[\s\\]", address)
    parts = urlsplit(address)
    is_own = address.startswith("/") and not address.startswith("//")
    ours = urlsplit(settings.BASE_URL).netloc
    return "" if not address or is_own or parts.netloc == ours else parts.netloc


@pytest.mark.parametrize(
    ("is_out", "evil"), [*((False, evil) for evil in _EVIL), *((True, evil) for evil in _EVIL[:2])]
)
def test_no_address_leads_where_a_stranger_wants(door, addresses, evil, is_out):
    if is_out:
        door.release_everywhere()
    services = _SERVICES | {urlsplit(door.sim.spotify_accounts_url).netloc}

    led = {
        (address, leads_to(answer))
        for address in addresses
        for answer in (
            Browser().look(address, **dict.fromkeys(_WORDS, evil)),
            Browser().press(address, **dict.fromkeys(_WORDS, evil)),
            Browser().press(address, campaign=SLUG, next=evil),
        )
    }

    assert {(address, host) for address, host in led if host and host not in services} == set()
    assert len(led) > 40


def test_no_page_allows_what_stands_in_it_to_run(addresses):
    answers = [Browser().look(address) for address in addresses]

    policies = {answer.get("Content-Security-Policy", "") for answer in answers}
    # Who may frame a page is another matter: see test_embedding.py.
    running = {re.sub(r"frame-ancestors [^;]+", "", policy) for policy in policies}
    assert [policy for policy in running if "unsafe" in policy or "*" in policy] == []
    assert all("default-src 'none'" in policy for policy in policies)


def test_no_page_has_scripts_or_styles_in_it(addresses):
    pages = {
        address: answer.content.decode()
        for address in addresses
        if "text/html" in (answer := Browser().look(address)).get("Content-Type", "")
    }

    inline = (
        r"<script(?![^>]*(?: src=|application/ld\+json))|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    assert len(pages) > 10
    assert {a: found for a, page in pages.items() if (found := re.findall(inline, page))} == {}
