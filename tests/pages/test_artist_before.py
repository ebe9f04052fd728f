"""`/@ARTIST` before any campaign: the list, follow links, the next date."""

import re
from datetime import timedelta

import pytest

from countin import clock
from countin.campaigns.models import Artist
from countin.messaging.models import ListMembership, Mail
from tests.artists import make_artist
from tests.pages.door import Door, page_of

PAGE = "/@first-light"


@pytest.fixture
def artist(door: Door, settings) -> Artist:
    """With a page, a next date, an id at a service, and no campaign."""
    settings.MAIL_IS_SET = True
    found = make_artist(
        door.campaign.workspace,
        handle="first-light",
        spotify="spotify:artist:0FirstLightArtist00001",
    )
    found.name, found.published_at = "First Light", clock.now()
    found.next_date = (clock.now() + timedelta(days=12)).date()
    found.next_words, found.next_link = "Concert in Lisbon", "https://hall.example.org/light"
    found.save()
    return found


def test_the_page_has_the_next_date_the_list_and_the_follow_links(artist, browser):
    answer = browser.look(PAGE)

    page, text = answer.content.decode(), page_of(answer)
    assert answer.status_code == 200
    assert "Nothing to pre-save right now." in text
    assert f'<time datetime="{artist.next_date.isoformat()}">' in page
    assert '<a href="https://hall.example.org/light" rel="noreferrer">Concert in Lisbon</a>' in page
    assert "Join the e-mail list" in text
    assert "Follow First Light on Spotify" in text
    assert "Coming" not in text
    assert "og:image" not in page


def test_an_address_joins_the_list_before_any_campaign_and_is_asked_to_confirm(artist, browser):
    browser.look(PAGE)

    answer = browser.press(f"{PAGE}/list", address="ada@example.org")

    membership = ListMembership.objects.get()
    assert (answer.status_code, membership.artist) == (303, artist)
    assert membership.confirmed_at is None
    assert [mail.membership for mail in Mail.objects.all()] == [membership]
    assert "Look into your mailbox" in page_of(browser.look(f"{PAGE}/list"))


def test_a_date_that_is_over_is_not_shown(artist, browser):
    Artist.objects.filter(pk=artist.pk).update(next_date=clock.now().date() - timedelta(days=2))

    text = page_of(browser.look(PAGE))

    assert "First Light" in text
    assert "Lisbon" not in text
    assert "Next date" not in text


def test_during_a_campaign_both_stand_there(artist, door, browser):
    release = door.campaign.release
    release.artist = artist
    release.save()

    text = page_of(browser.look(PAGE))

    assert "Concert in Lisbon" in text
    assert "Pre-save Midnight Windows" in text
    assert "Nothing to pre-save" not in text


def test_an_artist_without_a_page_is_unknown(artist, browser):
    before = browser.look(PAGE).status_code
    Artist.objects.filter(pk=artist.pk).update(published_at=None)

    assert before == 200
    assert browser.look(PAGE).status_code == 404
    assert browser.look(f"{PAGE}/list").status_code == 404


def test_the_sitemap_names_the_page(artist, browser):
    places = re.findall(r"<loc>([^<]+)</loc>", browser.look("/sitemap.xml").content.decode())

    assert [place for place in places if place.endswith(PAGE)] != []


def test_words_of_the_organizer_are_shown_and_never_read_as_a_page(artist, browser):
    Artist.objects.filter(pk=artist.pk).update(next_words="<b>Concert</b> & more")

    page = browser.look(PAGE).content.decode()

    assert "&lt;b&gt;Concert&lt;/b&gt; &amp; more" in page
    assert "<b>Concert" not in page
