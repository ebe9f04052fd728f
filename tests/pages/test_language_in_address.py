"""A language that stands in an address alone travels on: no cookie names it."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.http import HttpResponseRedirect

from countin.fans.models import Consent
from countin.pages.visitors.languages import keep_language
from countin.presaves.models import Authorization
from tests.pages.door import RETURN, SLUG
from tests.providers.spotify_stage import agree

FROM_ELSEWHERE = {"sec-fetch-site": "cross-site", "accept-language": "en"}


@pytest.mark.parametrize("path", [f"/{SLUG}/reminder/spotify", f"/{SLUG}/thanks"])
def test_an_address_that_leads_on_keeps_its_language(door, browser, path):
    led = browser.client.get(path, {"lang": "fr"}, headers=FROM_ELSEWHERE)

    assert (led.status_code, led["Location"]) == (303, f"/{SLUG}?lang=fr")
    assert "lang" not in browser.client.cookies


def test_a_reminder_asked_for_on_a_page_reached_from_elsewhere_keeps_its_language(
    door, browser, settings
):
    """No cookie names it, and the reminder's page tells nobody where its visitor came from."""
    settings.MAIL_IS_SET = True
    landing = browser.client.get(f"/{SLUG}", {"lang": "fr"}, headers=FROM_ELSEWHERE)
    headers = {"origin": settings.BASE_URL, "accept-language": "en"}

    asked = browser.press(f"/{SLUG}/remind/spotify?lang=fr", headers=headers, campaign=SLUG)
    page = browser.client.get(asked["Location"], headers={"accept-language": "en"})
    given = browser.press(
        f"/{SLUG}/reminder/spotify?lang=fr", headers=headers, address="ada@example.org"
    )

    assert 'action="/connect/spotify?lang=fr"' in landing.content.decode()
    assert asked["Location"] == f"/{SLUG}/reminder/spotify?lang=fr"
    assert f'action="/{SLUG}/reminder/spotify?lang=fr"' in page.content.decode()
    assert '<html lang="fr" dir="ltr">' in page.content.decode()
    assert given["Location"] == f"/{SLUG}/reminder/spotify?lang=fr"
    assert Consent.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/me/x?told=off#share", "/me/x?told=off&lang=fr#share"),
        ("/me/x?lang=de", "/me/x?lang=de"),
        ("https://accounts.spotify.com/authorize", "https://accounts.spotify.com/authorize"),
        ("//evil.example/", "//evil.example/"),
    ],
)
def test_only_an_answer_that_leads_to_our_own_pages_is_given_the_language(address, expected):
    answer = HttpResponseRedirect(address)

    keep_language(answer, language="fr")

    assert answer["Location"] == expected


def test_what_is_agreed_to_on_a_page_reached_from_elsewhere_is_kept_as_it_was_shown(door, browser):
    browser.look(f"/{SLUG}", lang="de")
    came_from = f"{settings.BASE_URL}/{SLUG}?lang=de"
    headers = {"origin": settings.BASE_URL, "referer": came_from}

    pressed = browser.press("/connect/spotify", headers=headers, campaign=SLUG)
    returned = browser.look(RETURN, **agree(pressed["Location"], fan="ada"))

    authorization = Authorization.objects.get()
    assert authorization.language == "de"
    assert authorization.words.startswith("Midnight Windows von The Held Notes wird in deiner")
    assert returned["Location"] == f"/{SLUG}/thanks?lang=de"
    assert "lang" not in browser.client.cookies


def test_a_press_on_a_page_that_hides_its_address_chooses_no_language(door, browser):
    """A fan's own page names itself to nobody, so that what was pressed there and what was chosen
    at its foot look alike; what the privacy notice says of the cookie holds there too."""
    browser.connect("ada")
    own, from_there = browser.own_page(), {"referer": f"{settings.BASE_URL}/"}
    headers = {"sec-fetch-site": "same-origin", **from_there}

    carried = browser.client.get(own, {"lang": "fr"}, headers=headers)
    after_press = "lang" in browser.client.cookies
    (foot,) = re.findall(r'href="\?([^"]*lang=de[^"]*)"', carried.content.decode())
    browser.client.get(f"{own}?{unescape(foot)}", headers=headers)

    assert (after_press, browser.client.cookies["lang"].value) == (False, "de")
