"""What search engines and previews read of a page."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from countin.campaigns.contents import Track
from countin.campaigns.models import Artist, Campaign, Release
from tests.pages.door import SLUG

HOSTILE = 'Night</script><script>alert(1)</script>" onload="x" & <b>\u2028'


class Head(HTMLParser):
    """Metas and links of a page, as a crawler gathers them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.title = ""
        self.scripts: list[dict[str, str]] = []
        self._is_title = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas[given.get("property") or given.get("name", "")] = given.get("content", "")
        elif tag == "link":
            self.links.append(given)
        elif tag == "script":
            self.scripts.append(given)
        self._is_title = tag == "title"

    def handle_data(self, data):
        if self._is_title:
            self.title += data.strip()

    def handle_endtag(self, tag):
        self._is_title = False

    def link(self, rel: str) -> str:
        (found,) = [link["href"] for link in self.links if link["rel"] == rel and "type" not in link
                    and "hreflang" not in link]  # fmt: skip
        return found


def head_of(browser, **query: str) -> Head:
    return Head(browser.look(f"/{SLUG}", **query).content.decode())


def data_of(browser):
    page = browser.look(f"/{SLUG}").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_an_ep_is_described_with_its_tracks(door, browser, settings):
    release = door.campaign.release
    Track.objects.create(release=release, position=1, title="First Light", length_s=192)
    Track.objects.create(release=release, position=2, title="Slow Train")

    data = data_of(browser)

    assert data["@type"] == "MusicAlbum"
    assert data["albumReleaseType"] == "EPRelease"
    assert data["name"] == "Midnight Windows"
    assert data["url"] == f"{settings.BASE_URL}/{SLUG}"
    assert data["datePublished"] == release.release_date.isoformat()
    assert [artist["name"] for artist in data["byArtist"]] == ["The Held Notes"]
    assert data["numTracks"] == 2
    assert data["track"] == [
        {"@type": "MusicRecording", "position": 1, "name": "First Light", "duration": "PT3M12S"},
        {"@type": "MusicRecording", "position": 2, "name": "Slow Train"},
    ]
    assert data["albumRelease"]["identifier"]["value"] == "410000201015"


def test_a_single_is_a_recording_with_its_code(door, browser):
    Release.objects.update(kind="single", isrc="QZHN22600001")

    data = data_of(browser)

    assert (data["@type"], data["isrcCode"]) == ("MusicRecording", "QZHN22600001")
    assert "track" not in data


def test_the_picture_is_the_organizer_s_own(door, browser, settings):
    Release.objects.update(artwork="artwork/" + "a" * 24, artwork_width=700, artwork_height=700)

    data = data_of(browser)

    assert data["image"] == f"{settings.BASE_URL}/media/artwork/{'a' * 24}-700.jpg"


def test_a_hostile_title_ends_no_element_and_begins_none(door, browser):
    Release.objects.update(title=HOSTILE)
    Artist.objects.update(name=HOSTILE)

    page = browser.look(f"/{SLUG}").content.decode()

    assert "<script>alert" not in page
    assert "\u2028" not in page.split("application/ld+json")[1].split("</script>")[0]
    assert data_of(browser)["name"] == HOSTILE
    assert Head(page).metas["og:title"] == f"{HOSTILE} – {HOSTILE}"
    assert all(
        "src" in each or each["type"] == "application/ld+json" for each in Head(page).scripts
    )


@pytest.mark.parametrize(
    "query", [{}, {"via": "newsletter"}, {"utm_source": "x", "lang": "xx"}, {"lang": "<de>"}]
)
def test_the_canonical_address_knows_no_visitor(door, browser, settings, query):
    head = head_of(browser, **query)

    assert head.link("canonical") == f"{settings.BASE_URL}/{SLUG}"
    assert head.metas["og:url"] == f"{settings.BASE_URL}/{SLUG}"


def test_a_language_asked_for_has_a_canonical_address_of_its_own(door, browser, settings):
    head = head_of(browser, utm_source="x", via="newsletter", lang="de")

    address = f"{settings.BASE_URL}/{SLUG}?lang=de"
    assert head.link("canonical") == head.metas["og:url"] == address
    assert address in [link["href"] for link in head.links if link.get("hreflang") == "de"]


def test_a_language_of_the_browser_changes_no_address(door, browser, settings):
    page = browser.client.get(f"/{SLUG}", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de"' in page
    assert Head(page).link("canonical") == f"{settings.BASE_URL}/{SLUG}"


def test_previews_get_title_words_and_a_picture(door, browser, settings):
    Release.objects.update(release_date=date(2040, 3, 2))

    head = head_of(browser)

    assert head.title == "Midnight Windows – The Held Notes"
    assert head.metas["og:title"] == head.metas["twitter:title"] == head.title
    words = head.metas["description"].replace("\u00a0", " ")
    assert words == "Midnight Windows by The Held Notes. EP, out March 2, 2040."
    assert head.metas["description"] == head.metas["og:description"]
    assert head.metas["og:type"] == "music.album"
    assert head.metas["twitter:card"] == "summary_large_image"
    assert head.metas["og:image"].startswith(f"{settings.BASE_URL}/{SLUG}/card.png?")
    assert head.metas["og:image"] == head.metas["twitter:image"]
    assert head.metas["og:image:alt"] == "Artwork of Midnight Windows by The Held Notes"


def test_the_picture_of_a_preview_is_there(door, browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    address = urlsplit(head_of(browser).metas["og:image"])

    answer = browser.look(address.path, **{k: v[0] for k, v in parse_qs(address.query).items()})

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


def test_every_language_of_the_page_has_its_address(door, browser, settings):
    languages = {
        link["hreflang"]: link["href"] for link in head_of(browser).links if "hreflang" in link
    }

    page = f"{settings.BASE_URL}/{SLUG}"
    expected = {code: f"{page}?lang={code}" for code, _name in settings.LANGUAGES}
    assert languages == {**expected, "x-default": page}


def test_the_preview_speaks_the_language_of_the_page(door, browser):
    Release.objects.update(release_date=date(2040, 3, 2))

    head = head_of(browser, lang="de")

    assert "lang=de" in head.metas["og:image"]
    assert "2. März 2040" in head.metas["description"].replace("\u00a0", " ")
    assert translation.get_language() == "en"


def test_programs_that_embed_find_their_way(door, browser, settings):
    (found,) = [link for link in head_of(browser).links if link.get("type", "").endswith("oembed")]

    address = urlsplit(found["href"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert asked == {"url": f"{settings.BASE_URL}/{SLUG}", "format": "json"}
    assert browser.look(address.path, **asked).json()["title"] == found["title"]


def test_what_is_out_has_a_preview_that_says_so(door, browser):
    door.release_everywhere()

    head = head_of(browser)

    assert head.metas["description"] == "Midnight Windows by The Held Notes. EP, out now."


def test_a_paused_page_has_its_preview_all_the_same(door, browser, settings):
    Campaign.objects.update(paused_at=door.campaign.created_at)

    head = head_of(browser)

    assert head.link("canonical") == f"{settings.BASE_URL}/{SLUG}"
    assert head.metas["og:title"] == "Midnight Windows – The Held Notes"


def test_the_artist_s_page_has_a_preview_of_its_own(door, browser, settings):
    handle = Artist.objects.get().handle

    page = browser.look(f"/@{handle}", via="newsletter").content.decode()

    head, address = Head(page), f"{settings.BASE_URL}/@{handle}"
    assert head.title == head.metas["og:title"] == "The Held Notes"
    assert head.link("canonical") == head.metas["og:url"] == address
    assert head.metas["og:image"].startswith(f"{settings.BASE_URL}/{SLUG}/card.png?")
    assert f'"@type":"MusicGroup","name":"The Held Notes","url":"{address}"' in page
    assert "music:release_date" not in head.metas
