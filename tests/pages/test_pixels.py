"""Pixels: where they may hear, what their frame may do, and that nothing else opens."""

import re

import pytest

from countin.campaigns.codes import BadCode
from countin.campaigns.models import Artist, Campaign
from countin.campaigns.pixels import joined_pixels, read_pixel
from tests.pages.door import SLUG

FRAME = f"/{SLUG}/pixels"
IDS = {"meta": "1234567890123456", "tiktok": "C4A1B2C3D4E5F6G7H8I9", "ga4": "G-AB12CD34EF"}
_THEIRS = ("facebook", "tiktok", "google")


@pytest.fixture
def with_pixels(door):
    Artist.objects.update(pixels={"meta": "11111111", "tiktok": IDS["tiktok"]})
    Campaign.objects.update(pixels={"meta": IDS["meta"], "ga4": IDS["ga4"]})
    return door


def policy(answer) -> dict[str, str]:
    rules = answer["Content-Security-Policy"].split(";")
    return {name: rest for name, _blank, rest in (rule.strip().partition(" ") for rule in rules)}


def test_a_page_without_a_pixel_asks_nothing_and_opens_nothing(door, browser):
    page = browser.look(f"/{SLUG}")

    assert "allow" not in re.findall(r'class="(\w+)"', page.content.decode())
    assert "frame-src" not in policy(page)
    assert browser.look(FRAME, heard="view").status_code == 404


def test_a_page_with_pixels_names_them_and_none_of_their_hosts(with_pixels, browser):
    page = browser.look(f"/{SLUG}")

    text = page.content.decode()
    assert "May Meta, TikTok, Google Analytics hear of this visit?" in text
    assert f'data-frame="{FRAME}?heard=view"' in text
    assert policy(page)["frame-src"] == "'self'"
    assert not any(host in page["Content-Security-Policy"] for host in _THEIRS)
    # Hidden until a script of ours shows it: without scripts nothing is asked, nothing loaded.
    assert re.search(r'<section class="allow"[^>]* hidden>', text)


def test_their_frame_has_an_origin_of_nobody(with_pixels, browser, settings):
    frame = browser.look(FRAME, heard="done")

    rules = policy(frame)
    assert rules["sandbox"] == "allow-scripts"
    assert rules["frame-ancestors"] == "'self'"
    assert rules["script-src"].split()[0] == settings.BASE_URL
    assert "unsafe" not in frame["Content-Security-Policy"]
    assert frame["Referrer-Policy"] == "no-referrer"
    assert frame.cookies == {}
    found = dict(re.findall(r'data-(\w+)="([^"]*)"', frame.content.decode()))
    assert found == {"heard": "done", **IDS}


def test_only_the_hosts_of_pixels_that_are_set_are_open(door, browser):
    Campaign.objects.update(pixels={"tiktok": IDS["tiktok"]})

    rules = browser.look(FRAME, heard="view")["Content-Security-Policy"]

    assert "https://analytics.tiktok.com" in rules
    assert "facebook" not in rules
    assert "google" not in rules


def test_nothing_is_heard_where_a_fan_decides_or_is_known(with_pixels, browser):
    browser.connect("ada")
    places = [browser.own_page(), "/me", "/privacy", f"/{SLUG}/embed", "/connect/spotify/return"]
    browser.press(f"/{SLUG}/remind/apple_music")
    places += [f"/{SLUG}/reminder/apple_music"]
    browser.press("/connect/apple_music", campaign=SLUG)
    places += [f"/{SLUG}/apple"]

    for place in places:
        answer = browser.look(place)
        assert 'class="allow"' not in answer.content.decode(), place
        assert "frame-src 'self'" not in answer["Content-Security-Policy"], place
    thanks = browser.look(f"/{SLUG}/thanks").content.decode()
    assert f'data-frame="{FRAME}?heard=done"' in thanks


def test_the_artists_page_asks_for_the_artists_own_pixels(with_pixels, browser):
    """No campaign's: several stand there."""
    page = browser.look("/@the-held-notes")
    frame = browser.look("/@the-held-notes/pixels", heard="view")

    assert 'data-frame="/@the-held-notes/pixels?heard=view"' in page.content.decode()
    assert policy(page)["frame-src"] == "'self'"
    assert not any(host in page["Content-Security-Policy"] for host in _THEIRS)
    assert policy(frame)["sandbox"] == "allow-scripts"
    found = dict(re.findall(r'data-(\w+)="([^"]*)"', frame.content.decode()))
    assert found == {"heard": "view", "meta": "11111111", "tiktok": IDS["tiktok"], "ga4": ""}
    assert browser.look("/@the-held-notes/pixels", heard="done").status_code == 404


def test_an_artists_page_without_a_pixel_asks_nothing(door, browser):
    Campaign.objects.update(pixels={"meta": IDS["meta"]})

    assert 'class="allow"' not in browser.look("/@the-held-notes").content.decode()
    assert browser.look("/@the-held-notes/pixels", heard="view").status_code == 404


def test_nothing_else_is_heard(with_pixels, browser):
    for word in ("", "spotify", "view&heard=x", "done "):
        assert browser.look(FRAME, heard=word).status_code == 404


def test_a_campaigns_own_pixel_counts_before_the_artists():
    assert joined_pixels({"meta": "1", "gone": "x"}, of_campaign={"meta": "2"}) == {"meta": "2"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("meta", "12"), ("meta", "1234567890<script>"), ("tiktok", "short")),
        *(("ga4", "UA-123456-1"), ("ga4", "GTM-ABCDEF"), ("ga4", 'G-AB12"34EF')),
    ],
)
def test_what_is_no_id_is_refused_with_an_example(name: str, text: str):
    with pytest.raises(BadCode, match="those look like"):
        read_pixel(text, name=name)


def test_an_id_is_kept_as_its_service_writes_it():
    assert read_pixel(" g-ab12cd34ef ", name="ga4") == IDS["ga4"]
