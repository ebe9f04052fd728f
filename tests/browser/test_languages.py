"""Whole journeys in other languages: one from the left, one from the right."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import answer, press, wait_for_words
from tests.languages.walking import english_left, texts_of

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


def expect_no_english(page: Page, *, language: str) -> None:
    texts = texts_of(page.content(), language=language)

    assert english_left(texts, language=language) == []


def test_a_fan_whose_browser_speaks_german_is_promised_and_withdraws_in_german(
    label: House, arrive: Arrive
):
    label.sim.add_fan("lena", country="DE")
    page = arrive(label, locale="de-DE").open(label.page)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("checkbox", name="Auch The Held Notes auf Spotify folgen").check()
    expect_no_english(page, language="de")

    press(page, "Auf Spotify vorab speichern")
    answer(page, fan="lena")

    expect(page.get_by_role("heading", name="Du bist dabei.")).to_be_visible()
    expect(page.get_by_text("Es wird in deiner Spotify-Bibliothek gespeichert")).to_be_visible()
    expect_no_english(page, language="de")
    page.get_by_role("link", name="Deine eigene Seite").click()
    expect(page.get_by_role("heading", name="Vormerkungen")).to_be_visible()
    expect_no_english(page, language="de")
    wait_for_words(page, "Du folgst The Held Notes auf Spotify.")
    page.get_by_role("button", name="Zurücknehmen", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("Zurückgenommen.")
    expect_no_english(page, language="de")


def test_a_fan_who_chooses_arabic_is_reminded_in_arabic(label: House, arrive: Arrive):
    label.sim.add_fan("noor", country="DE")
    page = arrive(label).open(f"{label.page}?via=newsletter")

    page.get_by_text("Language").click()
    page.get_by_role("link", name="العربية").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert "via=newsletter" in page.url
    expect_no_english(page, language="ar")
    look_well(page, "arabic-landing")
    press(page, "حفظ مسبق على Spotify")
    answer(page, fan="noor", button="Cancel")
    expect(page.get_by_text("لم توافق لدى")).to_be_visible()
    expect_no_english(page, language="ar")
    press(page, "ذكّرني على Spotify")
    expect(page.get_by_role("heading", name="كيف نذكّرك؟")).to_be_visible()
    expect_no_english(page, language="ar")
    look_well(page, "arabic-reminder")
    page.get_by_label("عنوان البريد الإلكتروني").fill("noor@example.org")
    press(page, "ذكّرني عبر البريد")
    _confirm(page, house=label)


def _confirm(page: Page, *, house: House) -> None:
    letter = house.mailbox.letter_to("noor@example.org", about="/confirm/")
    body = letter.get_body(("plain",))
    assert body is not None
    assert "يُرجى التأكيد" in str(letter["Subject"])
    found = re.search(r"https?://\S+/confirm/\S+", str(body.get_content()))
    assert found

    page.goto(found[0])
    expect_no_english(page, language="ar")
    press(page, "نعم، ذكّروني")

    expect(page.get_by_role("heading", name="تم تفعيل التذكير")).to_be_visible()
    expect_no_english(page, language="ar")
    look_well(page, "arabic-confirmed")
