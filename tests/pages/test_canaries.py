"""Accounts of the team connect by a private link, with words of their own."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from django.conf import settings

from countin import clock
from countin.campaigns.canary_links import canary_address, canary_key
from countin.campaigns.guests import guest_key
from countin.fans.models import Connection, Consent, Fan, Grant
from countin.insights.counts import count_campaign
from countin.presaves.canaries import Canary
from countin.presaves.models import Authorization, PreSave
from countin.privacy.campaign_fans import fan_rows
from countin.privacy.retention import enforce_retention
from countin.release_day.canaries.commands import show_canaries
from tests.pages.door import RETURN, SLUG, Browser, buttons_of, page_of, visits
from tests.pages.test_own_page_apple import hand_over
from tests.providers.spotify_stage import agree

PAGE = f"/{SLUG}/canaries"


def key_of(door) -> str:
    return canary_key(door.campaign, secret_key=settings.SECRET_KEY)


def go(door, browser: Browser, *, service: str = "spotify") -> str:
    away = browser.press(PAGE, key=key_of(door), service=service, time_zone="Europe/Berlin")
    assert away.status_code == 303
    return str(away["Location"])


def join(door, browser: Browser) -> None:
    answer = browser.look(RETURN, **agree(go(door, browser), fan="ada"))
    assert answer.status_code == 303
    assert answer["Location"].endswith("told=canary_begun")


def test_the_page_opens_by_its_own_key_alone(door, browser):
    guest = guest_key(door.campaign, secret_key=settings.SECRET_KEY)

    refused = [browser.look(PAGE), browser.look(PAGE, key="x"), browser.look(PAGE, key=guest)]
    opened = browser.look(PAGE, key=key_of(door))

    assert [answer.status_code for answer in refused] == [404, 404, 404]
    assert buttons_of(opened) == ["Go first on Spotify", "Go first on Apple Music"]
    assert "at nothing else in it" in page_of(opened)
    assert opened["X-Robots-Tag"] == "noindex, nofollow"
    assert visits().count() == 0


def test_spotify_is_asked_to_let_us_save_and_look_and_nothing_else(door, browser):
    asked = parse_qs(urlsplit(go(door, browser)).query)

    assert asked["scope"] == ["user-library-modify user-library-read"]


def test_a_canary_is_in_no_number_of_fans_and_has_a_page_that_ends_it(door, browser):
    join(door, browser)

    canary = Canary.objects.get()
    assert (canary.provider, canary.market, canary.state) == ("spotify", "DE", "waiting")
    assert Grant.objects.live().get().scopes == "user-library-modify user-library-read"
    assert "We then look whether it is there" in Consent.objects.get().words
    assert PreSave.objects.count() == 0
    counts = count_campaign(
        door.campaign, providers=settings.PROVIDERS, base_url=settings.BASE_URL, now=clock.now()
    )
    assert sum(counts["presaves"].values()) == 0
    assert list(fan_rows(door.campaign)) == []
    own = browser.look(browser.own_page())
    assert "to look whether it is there" in page_of(own)
    assert (
        "Where your account goes first"
        in browser.look(f"{browser.own_page()}/everything.json").json()
    )

    browser.press(f"{browser.own_page()}/disconnect", connection=str(canary.connection_id))

    assert (Canary.objects.count(), Connection.objects.count()) == (0, 0)
    assert Grant.objects.live().count() == 0


def test_the_same_account_is_a_fan_besides_and_each_permission_is_its_own(door, browser):
    browser.connect("ada", follow="yes")
    join(door, browser)

    grants = list(Grant.objects.live().order_by("pk").values_list("scopes", flat=True))
    assert grants == [
        "user-follow-modify user-library-modify",
        "user-library-modify user-library-read",
    ]
    assert PreSave.objects.count() == 1


def test_who_does_not_let_us_read_does_not_go_first(door, browser):
    address = go(door, browser).replace("%20user-library-read", "")

    answer = browser.look(RETURN, **agree(address, fan="ada"))

    assert answer["Location"].startswith(f"{PAGE}?key=")
    assert "did not confirm it" in page_of(browser.client.get(answer["Location"]))
    assert (Canary.objects.count(), Grant.objects.count()) == (0, 0)


def test_coming_back_twice_changes_nothing(door, browser):
    back = agree(go(door, browser), fan="ada")
    browser.look(RETURN, **back)

    again = browser.look(RETURN, **back)

    assert again["Location"].endswith("told=done_before")
    assert Canary.objects.count() == 1


def test_apple_musics_permission_is_whole_and_serves_as_it_is(door, browser):
    go(door, browser, service="apple_music")
    page = browser.look(f"/{SLUG}/apple")

    hand_over(door, browser)

    assert "at nothing else in it" in page_of(page)
    assert Canary.objects.get().market == "DE"
    assert PreSave.objects.count() == 0


def test_once_the_release_is_out_everywhere_nobody_goes_first(door, browser):
    door.release_everywhere()

    answer = browser.look(PAGE, key=key_of(door))

    assert (answer.status_code, answer["Location"]) == (303, f"/{SLUG}")


def test_28_days_after_the_release_nothing_of_a_canary_is_kept(door, browser):
    join(door, browser)
    Authorization.objects.all().delete()
    enforce_retention(now=clock.now() + timedelta(days=3))
    kept = Grant.objects.live().count()

    enforce_retention(now=door.campaign.release.last_moment + timedelta(days=28, hours=1))
    enforce_retention(now=door.campaign.release.last_moment + timedelta(days=31))

    assert kept == 1
    assert (Canary.objects.count(), Grant.objects.live().count()) == (0, 0)
    assert (Connection.objects.count(), Fan.objects.count()) == (0, 0)


@pytest.mark.usefixtures("door")
def test_the_command_prints_the_link_and_who_goes_first(door, browser):
    empty = CliRunner().invoke(show_canaries, [SLUG])
    join(door, browser)

    told = CliRunner().invoke(show_canaries, [SLUG])
    document = json.loads(CliRunner().invoke(show_canaries, [SLUG, "--json"]).output)
    nothing = CliRunner().invoke(show_canaries, [SLUG, "--go-on"])
    unknown = CliRunner().invoke(show_canaries, ["nobody"])

    address = canary_address(
        door.campaign, base_url=settings.BASE_URL, secret_key=settings.SECRET_KEY
    )
    assert empty.output.startswith(address)
    assert "every wave opens at its moment" in " ".join(empty.output.split())
    assert "Spotify, market DE: waits for its wave" in told.output
    assert document["url"] == address
    assert [one["state"] for one in document["canaries"]] == ["waiting"]
    assert nothing.output == "No wave is held, so nothing was changed.\n"
    assert unknown.exit_code == 1
