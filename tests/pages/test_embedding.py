"""The card on other sites: the one page that may be framed, and the only one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from countin.campaigns.models import Campaign, Channel, Release
from tests.pages.door import SLUG, visits

EMBED = f"/{SLUG}/embed"
_PARTS = {
    "slug": SLUG, "service": "spotify", "key": "k" * 43, "code": "abcdef", "handle": "x",
    "stem": "a" * 24, "width": "320", "kind": "jpg", "name": "a" * 24,
}  # fmt: skip


def every_address() -> list[str]:
    """One for each pattern, with a campaign's slug and likely parts."""
    return sorted({_sample(pattern) for pattern in _patterns(get_resolver())})


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield found
        else:
            yield from _patterns(found)


def _sample(pattern: URLPattern) -> str:
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<x:\1>", str(pattern.pattern).strip("^$"))
    text = text.replace("\\", "")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _PARTS.get(found[1], "x"), text)


def ancestors_of(answer):
    (found,) = re.findall(r"frame-ancestors ([^;]+)", answer["Content-Security-Policy"])
    return found


def test_no_address_but_the_card_may_be_framed(door, browser):
    """Answers that refuse and pages that are missing included: a browser frames those too."""
    addresses = [*every_address(), f"/{SLUG}/nothing", "/nobody/embed/x", "/.."]
    assert EMBED in addresses
    assert len(addresses) > 30

    answers = {address: browser.look(address) for address in addresses if address != EMBED}

    framed = [
        address
        for address, answer in answers.items()
        if answer.get("X-Frame-Options") != "DENY" or ancestors_of(answer) != "'none'"
    ]
    assert framed == []


def test_the_card_says_in_utc_when_one_instant_is_for_all(door, browser):
    Release.objects.update(
        timing="global", release_date="2040-12-03", release_at=datetime(2040, 12, 3, 2, tzinfo=UTC)
    )

    page = browser.look(EMBED).content.decode()

    assert "EP, out December\u00a03,\u00a02040, 02:00 UTC</p>" in page


def test_the_card_may_be_framed_anywhere(door, browser):
    answer = browser.look(EMBED)

    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer
    assert ancestors_of(answer) == "*"


def test_nothing_in_the_card_can_be_made_to_act(door, browser):
    """One link, and one script, which says how high the card is and can ask for nothing."""
    answer = browser.look(EMBED)

    page, rules = answer.content.decode(), answer["Content-Security-Policy"]
    assert re.findall(r"<(form|input|button|iframe)\b", page) == []
    scripts = re.findall(r"<script[^>]*>", page)
    assert [re.sub(r"\?\w+", "", script) for script in scripts] == [
        '<script type="module" src="/static/pages/card.js">'
    ]
    assert "connect-src 'none'" in rules
    assert "form-action 'none'" in rules


def test_the_script_for_other_sites_is_small_and_keeps_nothing(door, browser):
    answer = browser.look("/embed.js")

    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert len(answer.content) < 2048
    assert answer.cookies == {}
    assert re.findall(r"cookie|Storage|fetch|XMLHttp|sendBeacon|innerHTML|eval", script) == []
    assert "origin === own" in script


def test_the_card_of_a_missing_page_may_not_be_framed(door, browser):
    Campaign.objects.update(published_at=None)

    answer = browser.look(EMBED)

    assert (answer.status_code, ancestors_of(answer)) == (404, "'none'")
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("channel", [True, False])
def test_its_link_opens_the_page_in_a_new_tab(door, browser, settings, channel):
    if channel:
        Channel.objects.create(campaign=door.campaign, name="embed")

    links = re.findall(r"<a ([^>]+)>", browser.look(EMBED).content.decode())

    (link,) = map(unescape, links)
    query = "?via=embed" if channel else ""
    assert f'href="{settings.BASE_URL}/{SLUG}{query}"' in link
    assert 'target="_blank"' in link
    assert 'rel="noopener"' in link


def test_no_cookie_is_set_or_read_in_it(door, browser):
    browser.client.cookies["lang"] = "de"

    answer = browser.look(EMBED, lang="es")
    plain = browser.look(EMBED)

    assert (answer.cookies, plain.cookies) == ({}, {})
    assert (answer["Content-Language"], plain["Content-Language"]) == ("es", "en")
    assert "Cookie" not in plain["Vary"]


def test_being_shown_on_another_site_is_no_visit(door, browser):
    browser.look(EMBED)

    assert visits().count() == 0


@pytest.mark.parametrize(
    ("state", "button"),
    [
        ("open", "Pre-save"),
        ("reminded", "Remind me"),
        ("out", "Listen"),
        ("paused", "Open the page"),
    ],
)
def test_its_button_says_what_the_page_really_offers(door, browser, settings, state, button):
    if state == "reminded":
        settings.PROVIDERS = door.providers(quota="none", apple=False)
    elif state == "out":
        door.release_everywhere()
    elif state == "paused":
        Campaign.objects.update(paused_at=door.campaign.created_at)

    page = browser.look(EMBED).content.decode()

    (text,) = re.findall(r'class="go"[^>]*>\s*([^<]+)', page)
    assert text.strip() == button


def test_a_hostile_title_stays_text(door, browser):
    Release.objects.update(title="<script>alert(1)</script>")

    assert "<script>alert" not in browser.look(EMBED).content.decode()


def oembed(browser, settings, **query: str):
    return browser.look("/oembed", **{"url": f"{settings.BASE_URL}/{SLUG}?via=x", **query})


def test_oembed_tells_how_to_frame_the_card(door, browser, settings):
    told = oembed(browser, settings).json()

    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert (told["width"], told["height"]) == (600, 180)
    assert f'src="{settings.BASE_URL}{EMBED}"' in told["html"]
    assert told["title"] == "Midnight Windows – The Held Notes"
    assert told["author_name"] == "The Held Notes"


@pytest.mark.parametrize(
    ("widest", "width"), [("400", 400), ("9999", 600), ("10", 320), ("x", 600), ("-5", 600)]
)
def test_oembed_keeps_to_the_width_asked_for(door, browser, settings, widest, width):
    assert oembed(browser, settings, maxwidth=widest).json()["width"] == width


@pytest.mark.parametrize(
    "address",
    [
        *("", "nothing", "https://evil.example/midnight-windows", "//evil.example", "http://["),
        *("x" * 5000, "javascript:alert(1)", "http://127.0.0.1:1/midnight-windows"),
    ],
)
def test_oembed_knows_no_address_but_ours(door, browser, settings, address):
    assert oembed(browser, settings, url=address).status_code == 404


@pytest.mark.parametrize("path", ["/me/" + "k" * 43, "/", "/midnight-windows/thanks", "/privacy"])
def test_oembed_speaks_of_campaigns_alone(door, browser, settings, path):
    assert oembed(browser, settings, url=settings.BASE_URL + path).status_code == 404


def test_oembed_speaks_no_xml(door, browser, settings):
    assert oembed(browser, settings, format="xml").status_code == 501


def test_a_hostile_title_stays_text_in_the_frame_too(door, browser, settings):
    Release.objects.update(title='"><script>alert(1)</script>')

    assert "<script" not in oembed(browser, settings).json()["html"]
