"""On the way to Spotify."""

from urllib.parse import parse_qs, urlsplit

import pytest

from countin.campaigns.models import Campaign
from countin.presaves.models import Authorization
from tests.pages.door import SLUG, buttons_of


def test_the_button_leads_to_spotify_asking_for_saving_alone(door, browser):
    address = browser.go_to_spotify()

    query = parse_qs(urlsplit(address).query)
    assert address.startswith(door.sim.spotify_accounts_url)
    assert query["scope"] == ["user-library-modify"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["state"][0]) == 43


def test_following_is_asked_for_only_where_the_box_was_ticked(door, browser):
    address = browser.go_to_spotify(follow="yes")

    query = parse_qs(urlsplit(address).query)
    assert query["scope"] == ["user-library-modify user-follow-modify"]


def test_a_follow_that_the_campaign_does_not_ask_for_is_not_taken(door, browser):
    Campaign.objects.update(ask_follow=False)

    address = browser.go_to_spotify(follow="yes")

    assert parse_qs(urlsplit(address).query)["scope"] == ["user-library-modify"]


def test_the_browsers_cookie_is_for_the_server_alone_and_short_lived(door, browser):
    browser.go_to_spotify()

    cookie = browser.client.cookies["countin_browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 900)


def test_nobody_is_sent_to_a_consent_that_can_only_be_refused(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")

    answer = browser.press("/connect/spotify", campaign=SLUG)

    assert buttons_of(answer) == ["Remind me for Spotify"]
    assert Authorization.objects.count() == 0


def test_pressing_the_button_of_a_closed_campaign_leads_to_its_page(door, browser):
    door.release_everywhere()

    answer = browser.press("/connect/spotify", campaign=SLUG)

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")


@pytest.mark.parametrize("service", ["tidal", "SPOTIFY", "spotify/evil"])
def test_a_service_that_we_do_not_know_is_not_found(door, browser, service):
    answer = browser.press(f"/connect/{service}", campaign=SLUG)

    assert answer.status_code == 404
