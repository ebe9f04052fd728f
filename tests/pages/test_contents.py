"""What a release's page shows beside the release: tracks, pre-orders, links, further services."""

import re
from typing import Any

import pytest

from countin.campaigns.models import OutsideLink, Track
from tests.pages.door import SLUG, Door, page_of

QOBUZ = "https://open.qobuz.com/album/100000001"
SHOP = "https://shop.example.org/vinyl"
SITE = "https://theheldnotes.example.org/"


@pytest.fixture
def _contents(door: Door) -> None:
    release = door.campaign.release
    Track.objects.create(release=release, position=2, title="Slow <i>Tram</i>", length_s=248)
    Track.objects.create(release=release, position=1, title="First Light")
    OutsideLink.objects.create(
        release=release, kind="service", provider="qobuz", url=QOBUZ, position=1
    )
    OutsideLink.objects.create(
        release=release, kind="preorder", label="Vinyl & poster", url=SHOP, position=1
    )
    OutsideLink.objects.create(
        artist=release.artist, kind="artist", label="Website", url=SITE, position=1
    )


def links_out(answer: Any) -> dict[str, str]:
    """Links to other places, by their names; none of them tells where the reader came from."""
    found = re.findall(
        r'<a ([^>]*)href="(https://[^"]+)"([^>]*)>(.*?)</a>', answer.content.decode(), re.DOTALL
    )
    assert all("noreferrer" in before + after for before, _to, after, _name in found)
    return {" ".join(re.sub(r"<[^>]+>", " ", name).split()): to for _b, to, _a, name in found}


@pytest.mark.usefixtures("_contents")
def test_before_release_tracks_pre_orders_and_links_stand_below_the_buttons(door, browser):
    answer = browser.look(f"/{SLUG}")

    text = page_of(answer)
    assert "Tracks First Light Slow &lt;i&gt;Tram&lt;/i&gt; 4:08" in text
    assert text.index("Pre-save on Spotify") < text.index(" Tracks ") < text.index("Pre-order")
    assert links_out(answer) == {"Vinyl &amp; poster": SHOP, "Website": SITE}


@pytest.mark.usefixtures("_contents")
def test_after_release_every_other_service_is_a_link_and_a_pre_order_is_a_purchase(door, browser):
    door.release_everywhere()

    answer = browser.look(f"/{SLUG}")

    assert links_out(answer)["Open in Qobuz"] == QOBUZ
    assert "Buy it" in page_of(answer)
    assert "Pre-order" not in page_of(answer)


def test_without_contents_nothing_is_announced(door, browser):
    text = page_of(browser.look(f"/{SLUG}"))

    assert not [word for word in ("Tracks", "Pre-order", "More of") if word in text]
