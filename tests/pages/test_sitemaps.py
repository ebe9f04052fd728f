"""What search engines are told about."""

from xml.etree import ElementTree

import pytest

from countin.campaigns.models import Artist, Campaign
from tests.pages.door import SLUG

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(browser) -> list[str]:
    answer = browser.look("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    return [str(found.text) for found in ElementTree.fromstring(answer.content).iter(_LOC)]


def test_the_sitemap_lists_published_pages_and_their_artists(door, browser, settings):
    handle = Artist.objects.get().handle

    assert addresses(browser) == [f"{settings.BASE_URL}/{SLUG}", f"{settings.BASE_URL}/@{handle}"]


def test_a_draft_and_its_artist_are_told_to_nobody(door, browser):
    Campaign.objects.update(published_at=None)

    assert addresses(browser) == []


def test_every_address_in_the_sitemap_is_a_page(door, browser, settings):
    paths = [address.removeprefix(settings.BASE_URL) for address in addresses(browser)]

    assert {browser.look(path).status_code for path in paths} == {200}


def test_robots_find_the_sitemap_and_keep_out_of_what_is_one_fan_s(db, browser, settings):
    lines = browser.look("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    kept_out = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")}
    assert {"/me/", "/connect/", "/confirm/", "/unsubscribe/", "/l/"} <= kept_out
    assert not any(f"/{SLUG}".startswith(path) for path in kept_out)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_a_visitor_of_these_gets_no_cookie(db, browser, path):
    assert browser.look(path, lang="de").cookies == {}
