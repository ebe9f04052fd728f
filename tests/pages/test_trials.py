"""An organizer goes a fan's way with an account of their own: asked for real, and nothing kept."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.previewing import preview_key
from countin.fans.models import Connection, Consent, Fan, Grant
from countin.insights.auditing.event_log import list_events
from countin.insights.counts import count_campaign
from countin.messaging.models import Mail
from countin.presaves.canaries import Canary
from countin.presaves.models import Authorization, PreSave, Transition
from countin.privacy.retention import enforce_retention
from countin.webhooks.models import Event
from tests.pages.door import RETURN, SLUG, Browser, buttons_of, page_of, visits
from tests.pages.test_own_page_apple import hand_over
from tests.providers.spotify_stage import agree

PAGE = f"/{SLUG}/try"


def key_of(door) -> str:
    return preview_key(door.campaign, secret_key=settings.SECRET_KEY, now=clock.now())


def go(door, browser: Browser, *, service: str = "spotify", **more: Any) -> str:
    away = browser.press(PAGE, key=key_of(door), service=service, time_zone="Europe/Berlin", **more)
    assert away.status_code == 303
    return str(away["Location"])


def read(browser: Browser, answer) -> str:
    """Where an answer leads, as words."""
    parts = urlsplit(answer["Location"])
    assert parts.path == PAGE
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    shown = browser.look(PAGE, **query)
    assert shown.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page_of(shown))))


def nothing_is_kept() -> bool:
    tables = (Fan, Connection, Consent, Grant, PreSave, Transition, Canary, Mail, Event)
    return [table.objects.count() for table in tables] == [0] * len(tables)


def test_what_would_come_of_it_is_shown_and_nothing_is_kept(door, browser):
    def numbers() -> object:
        return count_campaign(
            door.campaign, providers=settings.PROVIDERS, base_url="", now=clock.now()
        )

    before = numbers()
    answer = browser.look(RETURN, **agree(go(door, browser, follow="yes"), fan="ada"))

    words = read(browser, answer)
    assert "This is a trial." in words
    assert "It agreed, and is an account in DE." in words
    assert "would be saved to its" in words
    assert "It would follow" in words
    assert nothing_is_kept()
    assert visits().count() == 0
    assert numbers() == before
    assert list_events(door.campaign) == []


def test_a_draft_is_tried_before_anybody_sees_it(door, browser):
    Campaign.objects.update(published_at=None)

    answer = browser.look(RETURN, **agree(go(door, browser), fan="ada"))
    words = read(browser, answer)

    assert browser.look(f"/{SLUG}").status_code == 404
    assert "It agreed" in words
    assert "It would follow" not in words
    assert "Apple Music asks inside the public page" in words
    assert nothing_is_kept()


def test_apple_music_is_tried_on_its_own_page(door, browser):
    assert go(door, browser, service="apple_music").endswith("/apple")

    back = browser.client.get(hand_over(door, browser))

    assert "It agreed" in page_of(back)
    assert nothing_is_kept()


def test_its_key_is_the_previews_and_no_other_opens_it(door, browser):
    refused = [browser.look(PAGE), browser.look(PAGE, key="x"), browser.press(PAGE, key="x")]
    opened = browser.look(PAGE, key=key_of(door))

    assert [answer.status_code for answer in refused] == [404, 404, 404]
    assert buttons_of(opened) == ["Try it on Spotify", "Try it on Apple Music"]
    assert opened["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("text", ["", "nonsense", "eyJzIjoxfQ:1abcde:forged"])
def test_no_result_is_shown_that_we_did_not_sign(door, browser, text):
    page = page_of(browser.look(PAGE, key=key_of(door), result=text))

    assert "It agreed" not in page


def test_who_says_no_there_reads_so_here(door, browser):
    state = parse_qs(urlsplit(go(door, browser)).query)["state"][0]

    words = read(browser, browser.look(RETURN, error="access_denied", state=state))
    again = read(browser, browser.look(RETURN, error="access_denied", state=state))

    assert "You did not agree there" in words
    assert "This was done already" in again
    assert nothing_is_kept()


def test_nothing_of_it_is_left_after_a_day(door, browser):
    browser.look(RETURN, **agree(go(door, browser), fan="ada"))
    during = Authorization.objects.count()

    enforce_retention(now=clock.now() + timedelta(days=2))

    assert (during, Authorization.objects.count()) == (1, 0)
