"""The native mode: a service's own pre-save page, named for what it is."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings

from countin import clock
from countin.campaigns.guests import guest_key
from countin.campaigns.models import Campaign, Channel, OutsideLink
from countin.insights.counts import count_campaign
from countin.visits.models import Click
from tests.pages.door import RETURN, SLUG, Browser, Door, buttons_of, fields_of, page_of
from tests.providers.spotify_stage import agree

PAGE = "https://open.spotify.com/prerelease/0MidnightWindowsEP0001"
OWN_PAGE = "Pre-save on Spotify’s own page"
PERSON = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1"}
CRAWLER = {"user-agent": "facebookexternalhit/1.1"}


@pytest.fixture(autouse=True)
def _link(door: Door) -> None:
    give_link(door)


def give_link(door: Door, *, url: str = PAGE) -> None:
    OutsideLink.objects.filter(kind="native").delete()
    OutsideLink.objects.create(
        release=door.campaign.release, kind="native", provider="spotify", url=url, position=1
    )


def links_of(answer: Any) -> dict[str, str]:
    """The links of a page that look like buttons: their names, and where they lead."""
    found = re.findall(
        r'<a class="button[^"]*" href="([^"]+)"[^>]*>(.*?)</a>', answer.content.decode(), re.DOTALL
    )
    return {" ".join(name.split()): address for address, name in found}


def offered(answer: Any) -> list[str]:
    """The buttons by which something is asked for, in order."""
    return [name for name in buttons_of(answer) if name.startswith(("Pre-", "Remind"))]


def open_native(browser: Browser, *, service: str = "spotify", **query: str) -> Any:
    return browser.client.get(f"/{SLUG}/native/{service}", query, headers=PERSON)


def counts_of(campaign: Campaign) -> dict[str, Any]:
    providers = django_settings.PROVIDERS
    return count_campaign(campaign, providers=providers, base_url="", now=clock.now())


def test_without_the_direct_way_the_services_own_page_is_offered_and_the_reminder_beside_it(
    door, browser, settings
):
    settings.PROVIDERS = door.providers(quota="none", apple=False)

    answer = browser.look(f"/{SLUG}", via="newsletter")

    assert links_of(answer) == {OWN_PAGE: f"/{SLUG}/native/spotify?via=newsletter"}
    assert offered(answer) == ["Remind me for Spotify", "Remind me for Apple Music"]
    assert "What you do there, only Spotify knows." in page_of(answer)
    assert counts_of(door.campaign)["modes"] == {"spotify": "native", "apple_music": "remind"}


def test_inside_an_app_the_reminders_stand_once_and_nothing_is_said_to_save_by_itself(
    door, browser, settings
):
    settings.PROVIDERS = door.providers(quota="none", apple=False)
    instagram = {"user-agent": f"{PERSON['user-agent']} Instagram 300.0.0.0"}

    answer = browser.client.get(f"/{SLUG}", headers=instagram)

    assert offered(answer) == ["Remind me for Spotify", "Remind me for Apple Music"]
    assert links_of(answer)[OWN_PAGE] == f"/{SLUG}/native/spotify"
    assert "Or pre-save it at the service" in page_of(answer)
    assert "saved by itself" not in page_of(answer)


def test_what_a_reminder_is_stays_said_once(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="none", apple=False)
    settings.MAIL_IS_SET = False

    text = page_of(browser.look(f"/{SLUG}"))

    assert text.count("A reminder is") == 1


def test_direct_goes_before_the_services_own_page(door, browser):
    answer = browser.look(f"/{SLUG}")

    assert offered(answer) == ["Pre-save on Spotify", "Pre-add on Apple Music"]
    assert links_of(answer) == {}
    assert counts_of(door.campaign)["modes"]["spotify"] == "direct"


def test_guests_connect_where_the_public_is_led_to_the_services_own_page(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")
    key = guest_key(door.campaign, secret_key=settings.SECRET_KEY)

    public, guest = browser.look(f"/{SLUG}"), browser.look(f"/{SLUG}", guest=key)

    assert OWN_PAGE in links_of(public)
    assert offered(guest)[0] == "Pre-save on Spotify"
    assert links_of(guest) == {}


def test_a_click_is_counted_with_its_channel_and_leads_to_the_service(door, browser):
    answer = open_native(browser, via="newsletter")

    click = Click.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert answer["Cache-Control"] == "no-store"
    assert (click.kind, click.provider) == ("native", "spotify")
    assert click.channel == Channel.objects.get()


@pytest.mark.parametrize("headers", [CRAWLER, {"user-agent": ""}])
def test_a_machine_is_led_on_and_not_counted(door, browser, headers):
    answer = browser.client.get(f"/{SLUG}/native/spotify", headers=headers)

    assert answer["Location"] == PAGE
    assert Click.objects.count() == 0


def test_looking_without_reading_is_no_click(door, browser):
    answer = browser.client.head(f"/{SLUG}/native/spotify", headers=PERSON)

    assert answer["Location"] == PAGE
    assert Click.objects.count() == 0


def test_a_click_is_in_no_other_number(door, browser):
    browser.connect()
    before = counts_of(door.campaign)

    open_native(browser)
    open_native(browser)

    after = counts_of(door.campaign)
    assert after.pop("native") == {"clicks": 2}
    assert before.pop("native") == {"clicks": 0}
    assert after == before
    assert after["presaves"]["promised"] == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://open.spotify.com.evil.example/prerelease/1",
        "https://open.spotify.com@evil.example/prerelease/1",
        "https://open.spotify.com:8443/prerelease/1",
        "https://evil.example/https://open.spotify.com/",
        "http://open.spotify.com/prerelease/1",
        "javascript:alert(1)//open.spotify.com/",
        "https://music.apple.com/us/album/1",
    ],
)
def test_no_row_leads_anywhere_but_to_the_service_itself(door, browser, settings, url):
    settings.PROVIDERS = door.providers(quota="none", apple=False)
    give_link(door, url=url)

    answer = open_native(browser)

    assert answer.status_code == 404
    assert Click.objects.count() == 0
    assert offered(browser.look(f"/{SLUG}"))[0] == "Remind me for Spotify"


@pytest.mark.parametrize("service", ["apple_music", "deezer"])
def test_a_service_without_a_page_of_its_own_has_no_address(door, browser, service):
    assert open_native(browser, service=service).status_code == 404


def test_a_paused_or_released_campaign_leads_back_to_its_own_page(door, browser):
    Campaign.objects.update(paused_at=clock.now())
    paused = open_native(browser)
    Campaign.objects.update(paused_at=None)
    door.release_everywhere()

    released = open_native(browser)

    assert [answer["Location"] for answer in (paused, released)] == [f"/{SLUG}"] * 2
    assert Click.objects.count() == 0


def test_whom_the_service_refuses_is_offered_its_own_page_and_keeps_what_they_brought(
    door, browser
):
    door.sim.tell("scenario", {"name": "development-mode", "answer": "json"})
    fields = fields_of(browser.look(f"/{SLUG}", via="newsletter"))

    answer = browser.connect(
        "ada", **{**fields, "time_zone": "Europe/Berlin", "follow": "yes", "via": "newsletter"}
    )

    assert "does not let this page save for your account" in page_of(answer)
    assert links_of(answer) == {OWN_PAGE: f"/{SLUG}/native/spotify?via=newsletter"}
    assert offered(answer) == ["Remind me for Spotify"]
    assert fields_of(answer) == {**fields, "time_zone": "Europe/Berlin"}
    assert "Follow The Held Notes on Spotify" in page_of(answer)


def test_what_time_heals_is_tried_again_and_leads_nowhere_else(door, browser):
    door.sim.tell("scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.0})

    answer = browser.connect("ada")

    assert offered(answer) == ["Pre-save on Spotify", "Remind me for Spotify"]
    assert links_of(answer) == {}


@pytest.mark.parametrize("follow", ["yes", ""])
def test_who_has_to_press_again_finds_the_follow_box_as_they_left_it(door, browser, follow):
    address = browser.go_to_spotify(follow=follow)

    answer = browser.look(RETURN, **agree(address, fan="ada", decision="cancel"))

    box = re.search(r'<input type="checkbox" name="follow"[^>]*>', answer.content.decode())
    assert box
    assert ("checked" in box[0]) == bool(follow)


def test_three_ways_of_one_campaign_are_three_numbers(door, browser, settings):
    key = guest_key(door.campaign, secret_key=settings.SECRET_KEY)
    settings.PROVIDERS = door.providers(quota="development", apple=False)
    door.sim.add_fan("listed", country="DE", allow_listed=True)
    browser.connect("listed", guest=key)

    open_native(Browser())
    Browser().press(f"/{SLUG}/remind/spotify")

    counts = counts_of(door.campaign)
    assert counts["modes"] == {"spotify": "native", "apple_music": "remind"}
    assert sum(counts["presaves"].values()) == counts["presaves"]["promised"] == 1
    assert sum(counts["by_provider"]["spotify"].values()) == 1
    assert counts["native"] == {"clicks": 1}
    assert (counts["reminders"]["asked"], counts["follow_link"]["clicks"]) == (1, 0)


def test_a_service_that_asks_inside_our_page_has_its_own_page_ready_for_whom_it_refuses(
    door, browser
):
    url = "https://music.apple.com/us/album/midnight-windows/9900000101"
    OutsideLink.objects.filter(kind="native").update(provider="apple_music", url=url)
    browser.press("/connect/apple_music", campaign=SLUG, via="newsletter")

    answer = browser.look(f"/{SLUG}/apple")

    # The script shows it with whatever went wrong.
    name, address = "Pre-add on Apple Music’s own page", f"/{SLUG}/native/apple_music"
    assert links_of(answer) == {name: f"{address}?via=newsletter"}
    assert re.search(r'id="own-page"[^>]* hidden>', answer.content.decode())
    assert open_native(browser, service="apple_music")["Location"] == url
