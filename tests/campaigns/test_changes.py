"""`changed_at`: a page that was rendered is made anew when what it shows has changed, and only
then."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from countin.campaigns.models import Campaign
from countin.campaigns.pausing import pause_campaign, resume_campaign
from countin.campaigns.watching import record_seen, watch_market
from countin.providers.contract import Hit
from tests.campaigns.conftest import Apply
from tests.campaigns.written import NOW, spoiled

LATER = NOW + timedelta(hours=1)
HIT = Hit("spotify:album:1", "Midnight Windows", "The Held Notes", (), "https://a.example/1")
SECOND = spoiled("slug: midnight-windows", new="slug: second")


def changed_at(slug: str = "midnight-windows") -> datetime:
    return Campaign.objects.get(slug=slug).changed_at


def test_a_new_campaign_changed_when_it_was_made(apply: Apply):
    apply()

    assert changed_at() == NOW


def test_the_same_file_twice_changes_no_page(apply: Apply):
    apply()

    apply(now=LATER)

    assert changed_at() == NOW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Midnight Windows", "title: Windows"),
        ("ask_follow: true", "ask_follow: false"),
        ("date: 2026-12-18", "date: 2026-12-19"),
        ('upc: "410000201015"', 'upc: "410000202029"'),
        ("kind: ep", "kind: ep\n  tracks: [First Light]"),
        ("kind: ep", "kind: ep\n  links: {bandcamp: https://a.example/album/a}"),
        ("ask_follow: true", "ask_follow: true\npreorder: [{label: A, url: https://a.example}]"),
        ("channels: [newsletter,", "channels: [newsletter, radio,"),
    ],
)
def test_whatever_a_file_changes_changes_the_page(apply: Apply, old: str, new: str):
    apply()

    apply(spoiled(old, new=new), now=LATER)

    assert changed_at() == LATER


def test_a_new_picture_under_the_same_name_changes_the_page(apply: Apply, tmp_path: Path):
    apply()
    Image.new("RGB", (640, 640), "#883311").save(tmp_path / "cover.jpg")

    apply(now=LATER)

    assert changed_at() == LATER


def test_what_is_told_of_an_artist_changes_all_their_pages(apply: Apply):
    apply()
    apply(SECOND)

    apply(
        spoiled("name: The Held Notes", new='name: The Held Notes\n  apple_music: "9"'), now=LATER
    )

    assert (changed_at(), changed_at("second")) == (LATER, LATER)


def test_another_campaigns_change_leaves_a_page_alone(apply: Apply):
    apply()
    apply(SECOND)

    apply(SECOND.replace("ask_follow: true", "ask_follow: false"), now=LATER)

    assert changed_at("second") == LATER
    assert changed_at() < LATER


def test_a_further_campaign_changes_the_artists_other_pages(apply: Apply):
    apply()

    apply(SECOND, now=LATER)

    assert (changed_at(), changed_at("second")) == (LATER, LATER)


def test_publishing_changes_the_page(apply: Apply):
    apply(publish=False)

    apply(now=LATER)

    assert changed_at() == LATER


def test_a_release_that_is_seen_changes_the_page(apply: Apply):
    release = apply().campaign.release
    sighting = watch_market(release, provider="spotify", market="DE", now=NOW)

    record_seen(sighting, hit=HIT, now=LATER)

    assert changed_at() == LATER


def test_pausing_and_going_on_change_the_page(apply: Apply):
    campaign = apply().campaign

    pause_campaign(campaign, now=LATER)
    paused = changed_at()
    resume_campaign(campaign, now=LATER + timedelta(minutes=1))

    assert (paused, changed_at()) == (LATER, LATER + timedelta(minutes=1))


def test_pausing_twice_changes_nothing_the_second_time(apply: Apply):
    campaign = apply().campaign
    first = pause_campaign(campaign, now=LATER)

    second = pause_campaign(campaign, now=LATER + timedelta(minutes=1))

    assert (first, second) == (True, False)
    assert (changed_at(), campaign.paused_at) == (LATER, LATER)
    assert resume_campaign(campaign, now=LATER)
    assert not resume_campaign(campaign, now=LATER)


def test_two_changes_of_one_moment_are_told_apart(apply: Apply):
    apply()

    Campaign.objects.all().note_change(NOW)
    first = changed_at()
    Campaign.objects.all().note_change(NOW - timedelta(days=1))

    assert NOW < first < changed_at()
