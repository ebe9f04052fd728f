"""A label: many artists and campaigns, several workspaces, an artist with an own company."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from countin import clock
from countin.campaigns.controlling import own_controller
from countin.campaigns.models import Artist, Campaign, Release
from countin.config.addresses import Controller
from countin.workspaces.models import Organizer, Role, Workspace
from countin.workspaces.organizers import give_role
from tests.insights.rows import BEFORE, DAY, make_campaign
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HOME, ARTISTS = "/studio/w/default/", "/studio/w/default/artists"


@pytest.fixture
def sixty(workspace: Workspace) -> list[Artist]:
    """Sixty artists with two campaigns each."""
    artists = Artist.objects.bulk_create(
        Artist(workspace=workspace, name=f"Artist {number:02}", handle=f"artist-{number:02}")
        for number in range(60)
    )
    for number, artist in enumerate(artists * 2):
        release = Release.objects.create(
            artist=artist,
            title=f"Song {number:03}",
            kind="single",
            timing="local",
            release_date=DAY.replace(year=DAY.year + 1, month=1 + number % 12),
        )
        Campaign.objects.create(
            workspace=workspace, release=release, slug=f"song-{number:03}", created_at=BEFORE
        )
    return artists


def text_of(desk: Desk, path: str, **query: str) -> str:
    answer = desk.look(path, **query)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_sixty_artists_are_found_by_name_and_kept_to_one(sixty: list[Artist], analyst: Desk):
    first = text_of(analyst, HOME)
    found = text_of(analyst, HOME, q="song 067")
    of_one = text_of(analyst, HOME, artist="artist-05")
    nothing = text_of(analyst, HOME, q="zzz")
    by_artist = text_of(analyst, HOME, q="ártist 07")
    by_address = text_of(analyst, HOME, q="song-007")
    artists = text_of(analyst, ARTISTS, q="tist 1")

    assert first.count('class="list__row"') == 30
    assert "Page 1 of 4" in first
    assert "January 2027" in first or "January 2028" in first
    assert found.count('class="list__row"') == 1
    assert by_artist.count('class="list__row"') == 2
    assert by_address.count('class="list__row"') == 1
    assert "Song 005" in of_one
    assert "Song 065" in of_one
    assert of_one.count('class="list__row"') == 2
    assert "Nothing is called “zzz” here" in nothing
    assert re.findall("<strong>(.*?)</strong>", artists) == ["Artist 01"]


def test_a_campaign_of_one_artist_begins_with_their_name(sixty: list[Artist], owner: Desk):
    Artist.objects.filter(handle="artist-37").update(name="Élodie 37")

    of_one = text_of(owner, HOME, artist="artist-37")
    paste = text_of(owner, f"{HOME}new", artist="artist-37")
    on = owner.look(f"{HOME}new", artist="artist-37", given="886448495581")
    check = text_of(owner, f"{HOME}new/check", artist="artist-37")
    anybody = text_of(owner, f"{HOME}new/check")

    assert f'href="{HOME}new?artist=artist-37"' in of_one
    assert f'href="{HOME}new/check?artist=artist-37"' in paste
    assert on["Location"] == f"{HOME}new/check?given=886448495581&artist=artist-37"
    assert 'value="Élodie 37"' in check.split('id="id_artist"')[0].rpartition("<input")[2]
    assert anybody.count("<option") == 60
    assert "value=" not in anybody.split('id="id_artist"')[0].rpartition("<input")[2]


def test_tonight_comes_first_then_the_week_then_months(sixty: list[Artist], analyst: Desk):
    today = clock.now().date()
    for number, days in enumerate((0, 1, 3, 7, 8)):
        Release.objects.filter(title=f"Song {number:03}").update(
            release_date=today + timedelta(days=days)
        )
    Release.objects.exclude(title__in=[f"Song {number:03}" for number in range(5)]).update(
        release_date=today + timedelta(days=400)
    )

    headings = re.findall("<h2>(.*?)</h2>", text_of(analyst, HOME))

    assert headings[:2] == ["Tonight", "In the next seven days"]
    assert headings[2:] == [f"{today + timedelta(days=days):%B %Y}" for days in (8, 400)]


def test_several_workspaces_are_switched_between(owner: Desk, workspace: Workspace):
    alone = text_of(owner, HOME)
    other = Workspace.objects.create(name="Second Label", slug="second", created_at=clock.now())
    me = Organizer.objects.get(email="owner@example.org")
    give_role(me, workspace=other, role=Role.ANALYST, now=clock.now())

    here, there = text_of(owner, HOME), text_of(owner, "/studio/w/second/")

    assert "Second Label" not in alone
    assert 'href="/studio/w/second/"' in here
    assert f'href="{HOME}"' in there
    assert "/studio/w/second/new" not in there  # an analyst there


def test_an_artist_has_a_controller_of_their_own_on_page_and_notice(manager: Desk, settings):
    settings.CONTROLLER = Controller("The Label", "hi@label.example", "1 Road")
    campaign = make_campaign(release_at=clock.now())
    artist = campaign.release.artist
    there = f"{ARTISTS}/{artist.handle}"
    given = {"name": "Held Ltd", "contact": "us@held.example", "address": "2 Street"}

    half = manager.press(there, **{**given, "address": ""})
    wrong = manager.press(there, **given, sender="no address")
    before = manager.client.get(f"/{campaign.slug}").content.decode()
    kept = manager.press(there, **given, sender="Held <news@held.example>")
    page = manager.client.get(f"/{campaign.slug}").content.decode()
    notice = manager.client.get(f"/privacy?artist={artist.pk}").content.decode()

    assert (half.status_code, wrong.status_code, kept.status_code) == (422, 422, 302)
    assert "The Label" in before
    assert "Held Ltd" in page
    assert "The Label" not in page
    assert f"/privacy?artist={artist.pk}" in page
    assert "2 Street" in notice
    assert "The Label" in manager.client.get("/privacy?artist=0").content.decode()
    artist.refresh_from_db()
    assert artist.sender == "Held <news@held.example>"
    manager.press(there, name="", contact="", address="", sender="")
    artist.refresh_from_db()
    assert own_controller(artist) is None


def test_the_settings_of_tests_name_nobody():
    """Else the test above could not fail."""
    assert not settings.CONTROLLER.is_named
