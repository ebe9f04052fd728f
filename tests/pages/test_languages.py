"""The language of a page: chosen, else the browser's, else English; and nothing of it stays
English by accident."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from countin import clock
from countin.campaigns.guests import guest_key
from countin.campaigns.models import Campaign
from countin.fans.models import Consent, Fan
from countin.languages.available import catalog_version
from countin.pages.visitors.languages import language_of
from tests.languages.walking import english_left, latin_words, texts_of
from tests.pages.door import SLUG, Browser

# One from the left, one from the right, one without plurals: what differs between languages.
WALKED = ["de", "ar", "ja"]
# Names, and what is the same in every language.
NAMES = {
    "Spotify", "Apple", "Music", "Count", "In", "Midnight", "Windows", "The", "Held", "Notes",
    "Google", "Outlook", "English", "Deutsch", "Espa", "ol", "UTC", "JSON", "EP", "example",
}  # fmt: skip

INSTAGRAM = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/129.0 Mobile Safari/537.36 Instagram 350.0.0.0 Android"
)


@pytest.mark.parametrize(
    ("header", "cookie", "query", "expected"),
    [
        ("", "", "", "en"),
        ("de-AT,de;q=0.9,en;q=0.5", "", "", "de"),
        ("sv, es;q=0.8, en;q=0.5", "", "", "es"),
        ("sv, *;q=0.5", "", "", "en"),
        ("pt", "", "", "pt-br"),
        ("pt-PT, pt;q=0.9, en;q=0.5", "", "", "pt-br"),
        ("pt-BR", "", "", "pt-br"),
        ("ja-JP", "", "", "ja"),
        ("fr-CA, en;q=0.8", "", "", "fr"),
        ("zh-TW, zh;q=0.9", "", "", "en"),
        ("zh-TW, zh;q=0.9, ko;q=0.5", "", "", "ko"),
        ("", "", "pt-BR", "pt-br"),
        ("", "", "PT_br", "en"),
        ("en-GB, ar;q=0.9", "", "", "en"),
        ("de", "ar", "", "ar"),
        ("de", "ar", "es", "es"),
        ("de", "", "klingon", "de"),
        ("de", "<script>", "../../etc", "de"),
        ("de" * 400, "x" * 4000, "", "en"),
        ("es," + "sv," * 400, "", "", "es"),
    ],
)
def test_the_choice_goes_before_the_browser(header, cookie, query, expected):
    assert language_of(header, cookie=cookie, query=query) == expected


def choose(browser: Browser, language: str):
    """Press a language at the foot of the page."""
    headers = {"sec-fetch-site": "same-origin"}
    return browser.client.get(f"/{SLUG}", {"lang": language}, headers=headers)


def test_a_chosen_language_stays_chosen(door, browser):
    first = choose(browser, "de")
    second = browser.look(f"/{SLUG}")

    kept = browser.client.cookies["lang"]
    assert '<html lang="de" dir="ltr">' in first.content.decode()
    assert '<html lang="de" dir="ltr">' in second.content.decode()
    assert (kept.value, kept["samesite"], kept["httponly"]) == ("de", "Lax", True)


def test_without_a_choice_no_cookie_is_set(door, browser):
    browser.look(f"/{SLUG}")
    choose(browser, "klingon")

    assert dict(browser.client.cookies) == {}


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "referer": f"{settings.BASE_URL}/"}, False),
        ({"referer": "https://www.google.com/"}, False),
        ({"referer": f"{settings.BASE_URL}.evil.example/"}, False),
        ({"referer": f"{settings.BASE_URL}/{SLUG}"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
    ],
)
def test_a_link_from_elsewhere_shows_its_language_and_sets_no_cookie(
    door, browser, headers, is_kept
):
    answer = browser.client.get(f"/{SLUG}", {"lang": "de"}, headers=headers)

    assert '<html lang="de" dir="ltr">' in answer.content.decode()
    assert ("lang" in browser.client.cookies) == is_kept


def test_an_answer_says_in_which_language_it_is_and_on_what_that_depends(door):
    answer = Client().get(f"/{SLUG}", headers={"Accept-Language": "es"})

    assert answer["Content-Language"] == "es"
    assert {"Accept-Language", "Cookie"} <= {word.strip() for word in answer["Vary"].split(",")}


def test_pictures_and_styles_do_not_depend_on_the_language(db):
    answer = Client().get("/static/pages/icon.svg", headers={"Accept-Language": "es"})
    answer.close()

    assert "Content-Language" not in answer
    assert "Accept-Language" not in answer.get("Vary", "")


def test_arabic_pages_are_written_from_the_right(door, browser):
    text = browser.look(f"/{SLUG}", lang="ar").content.decode()

    assert '<html lang="ar" dir="rtl">' in text


def test_every_language_is_at_hand_named_in_itself(door, browser):
    text = browser.look(f"/{SLUG}", via="newsletter").content.decode()

    assert '<a href="?via=newsletter&amp;lang=de" lang="de" hreflang="de">Deutsch</a>' in text
    assert '<a href="?via=newsletter&amp;lang=ar" lang="ar" hreflang="ar">العربية</a>' in text
    assert 'lang="en" hreflang="en" aria-current="true">English</a>' in text


def test_changing_the_language_loses_nothing_that_the_link_brought(door, browser):
    guest = guest_key(door.campaign, secret_key=settings.SECRET_KEY)

    text = browser.look(
        f"/{SLUG}", via="newsletter", guest=guest, utm_source="letter", utm_campaign="a b"
    ).content.decode()

    query = f"?via=newsletter&amp;guest={guest}&amp;utm_source=letter&amp;utm_campaign=a+b"
    assert f'href="{query}&amp;lang=ar"' in text


def test_a_page_that_cannot_be_opened_again_has_no_switch(door, browser):
    pressed = browser.press(f"/{SLUG}", headers={})
    returned = browser.look("/connect/spotify/return", state="forged", code="forged")

    assert "hreflang" not in pressed.content.decode()
    assert "hreflang" not in returned.content.decode()


def test_search_engines_find_the_page_in_every_language(door, browser):
    text = browser.look(f"/{SLUG}").content.decode()

    page = f"{settings.BASE_URL}/{SLUG}"
    assert f'<link rel="alternate" hreflang="de" href="{page}?lang=de">' in text
    assert f'<link rel="alternate" hreflang="x-default" href="{page}">' in text


def test_latin_names_stand_isolated_in_arabic_sentences(door, browser):
    text = browser.look(f"/{SLUG}", lang="ar").content.decode()

    assert "\u2068Midnight Windows\u2069" in text
    assert text.count("\u2068") == text.count("\u2069")
    assert "\u2068" not in browser.look(f"/{SLUG}", lang="de").content.decode()


def test_what_is_agreed_to_is_kept_in_the_language_shown_with_its_version(door, browser):
    choose(browser, "de")
    browser.connect()

    consent = Consent.objects.order_by("pk").first()
    assert consent is not None
    shown = browser.look(browser.own_page()).content.decode()
    assert consent.language == "de"
    assert consent.words_version.endswith(f" {catalog_version('de')}")
    assert consent.words.startswith("Midnight Windows von The Held Notes wird in deiner")
    assert consent.words in shown
    assert Fan.objects.get().language == "de"


def test_a_calendar_that_subscribes_keeps_the_language_of_the_page(door, browser):
    choose(browser, "de")
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)

    text = browser.look(f"/{SLUG}/reminder/spotify").content.decode()

    file = f"/{SLUG}/calendar.ics?lang=de"
    assert f'href="{file}"' in text
    assert f'href="webcal://{settings.BASE_URL.removeprefix("http://")}{file}"' in text
    assert "SUMMARY:Erscheint: „Midnight Windows“" in Client().get(file).content.decode()


def pages_of(browser: Browser, *, language: str) -> dict[str, str]:
    """A fan's way through everything, in one language: page by page."""
    shown = {"landing": choose(browser, language)}
    shown["remind"] = browser.look(f"/{SLUG}/reminder/spotify")
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG, time_zone="Europe/Berlin")
    shown["reminder"] = browser.look(f"/{SLUG}/reminder/spotify")
    shown["bad address"] = browser.press(f"/{SLUG}/reminder/spotify", address="no address")
    browser.press(f"/{SLUG}/reminder/spotify", address="ada@example.org")
    shown["mail asked"] = browser.look(f"/{SLUG}/reminder/spotify")
    browser.connect(follow="yes", time_zone="Europe/Berlin")
    shown["thanks"] = browser.look(f"/{SLUG}/thanks")
    shown["apple"] = browser.press("/connect/apple_music", campaign=SLUG)
    shown["in page"] = browser.look(f"/{SLUG}/apple")
    own = browser.own_page()
    shown["own"] = browser.look(own)
    shown["told"] = browser.look(own, told="being_saved")
    shown["forged"] = browser.look("/connect/spotify/return", state="forged", code="forged")
    shown["nowhere"] = browser.look("/nobody-here")
    shown["no key"] = browser.look("/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    shown["front"] = browser.look("/")
    shown["erased"] = browser.press(f"{own}/erase")
    return {name: answer.content.decode() for name, answer in shown.items() if answer.content}


def left_english(pages: dict[str, str], *, language: str) -> dict[str, list[str]]:
    read = {name: texts_of(page, language=language) for name, page in pages.items()}
    found = {name: english_left(texts, language=language) for name, texts in read.items()}
    return {name: left for name, left in found.items() if left}


@pytest.mark.parametrize("language", WALKED)
def test_no_page_keeps_english_where_the_language_has_words(door, browser, settings, language):
    settings.MAIL_IS_SET = True

    pages = pages_of(browser, language=language)

    assert left_english(pages, language=language) == {}
    assert len(pages) > 12


def test_the_walk_hears_what_stays_english(door, browser):
    """A search that finds nothing on an English page would find nothing anywhere."""
    page = browser.look(f"/{SLUG}").content.decode().replace('lang="en"', 'lang="de"', 1)

    assert "Pre-save on Spotify" in left_english({"landing": page}, language="de")["landing"]


def test_no_text_of_an_arabic_page_was_forgotten_to_be_marked(door, browser, settings):
    """Whatever still has Latin letters is a name."""
    settings.MAIL_IS_SET = True
    pages = pages_of(browser, language="ar")

    found = {
        name: latin_words(texts_of(page, language="ar"), known=NAMES)
        for name, page in pages.items()
    }

    assert sorted({word for words in found.values() for word in words}) == []


@pytest.mark.parametrize("language", WALKED)
def test_released_and_paused_pages_speak_the_language_too(door, browser, language):
    pages = {}
    Campaign.objects.update(paused_at=clock.now())
    pages["paused"] = browser.look(f"/{SLUG}", lang=language).content.decode()
    Campaign.objects.update(paused_at=None)
    door.campaign.release.release_date = datetime(2024, 1, 5, tzinfo=UTC).date()
    door.campaign.release.save()
    pages["released"] = browser.look(f"/{SLUG}", lang=language).content.decode()

    assert left_english(pages, language=language) == {}
    assert pages["paused"] != pages["released"]


@pytest.mark.parametrize("language", WALKED)
def test_what_others_show_and_apps_open_speaks_the_language_too(door, language):
    guest = Client(headers={"Accept-Language": language})
    inside = Client(headers={"Accept-Language": language, "User-Agent": INSTAGRAM})
    shown = {
        "embed": guest.get(f"/{SLUG}/embed"),
        "artist": guest.get(f"/@{door.campaign.release.artist.handle}"),
        "in app": inside.get(f"/{SLUG}"),
        "gone": guest.get("/unsubscribe/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    }
    pages = {name: answer.content.decode() for name, answer in shown.items()}

    assert left_english(pages, language=language) == {}
    if language == "ar":
        read = {name: texts_of(page, language="ar") for name, page in pages.items()}
        known = NAMES | {"Instagram"}
        assert [words for texts in read.values() for words in latin_words(texts, known=known)] == []
    assert "Instagram" in pages["in app"]
    assert [name for name, answer in shown.items() if answer.status_code != 200] == ["gone"]


@pytest.mark.parametrize("language", WALKED)
def test_the_privacy_notice_speaks_the_language(db, browser, language):
    text = browser.look("/privacy", lang=language).content.decode()

    assert left_english({"privacy": text}, language=language) == {}
