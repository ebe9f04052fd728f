"""Mails in other writings as a phone shows them: pictures, light and dark, and nothing too wide."""

import pytest
from playwright.sync_api import Browser

from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.framing import Frame, render_frame
from countin.messaging.announcing.kinds import fill, words_of
from countin.workspaces.controllers import Named
from tests.browser.looks import PICTURES
from tests.browser.visitor import PHONE

_LONG = "\n\n" + "Donaudampfschifffahrtsgesellschaft" * 3 + "\n\n> …\n\n1. …\n2. …"
_OWN = {
    "ja": "**{date}**に新しいEPが出ます。もう一度だけお知らせします。",
    "ko": "**{date}**에 새 EP가 나옵니다. 다시 한번만 알려 드릴게요.",
    "ar": "في **{date}** يصدر عملنا الجديد. سنذكّركم مرة واحدة فقط.",
}
_BREAKS = {"ko": "keep-all", "ja": "auto-phrase", "ar": "normal"}


@pytest.mark.parametrize("language", _OWN)
def test_a_mail_reads_well_in_its_writing(browser: Browser, language: str):
    page = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    _subject, of_kind = words_of(AnnouncementKind.ANNOUNCEMENT, language=language)
    PICTURES.mkdir(exist_ok=True)

    for name, text in (("kind", of_kind), ("own", _OWN[language] + _LONG)):
        page.set_content(_html(text, language=language))
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            picture = PICTURES / f"mail-{language}-{name}-phone-{theme}.png"
            page.screenshot(path=picture, full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    shown = page.locator(".card p").first
    direction, breaks = shown.evaluate(
        "one => [getComputedStyle(one).direction, getComputedStyle(one).wordBreak]"
    )
    assert direction == ("rtl" if language == "ar" else "ltr")
    assert breaks == _BREAKS[language]
    page.context.close()


def _html(text: str, *, language: str) -> str:
    """As it goes out, without a database: Playwright's loop runs in this thread."""
    words = {
        "artist": lambda: "The Held Notes",
        "title": lambda: "Midnight Single",
        "date": lambda: "2026-12-18",
        "link": lambda: "https://presave.example/l/abc",
    }
    frame = Frame(
        subject="…",
        text=fill(text, words=words),
        text_language=language,
        language=language,
        artist="The Held Notes",
        title="Midnight Single",
        link="https://presave.example/l/abc",
        has_picture=False,
        controller=Named("Night Letters", "hello@night.example", "Lindenstraße 5\nBerlin"),
        privacy_address="https://presave.example/privacy",
        unsubscribe_address="https://presave.example/unsubscribe/key/preferences",
    )
    return render_frame(frame)[1]
