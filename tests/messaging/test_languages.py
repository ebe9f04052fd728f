"""Mails, notifications and calendar entries speak the language in which they were asked for."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils.translation import override

from countin.messaging.calendars import calendar_text
from countin.messaging.notices import write_notice
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import ask_by_mail, ask_reminder, confirm_reminder
from countin.messaging.sending import send_due_mails
from tests.languages.walking import english_left, latin_words, texts_of
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, key_after, text_of

# One from the left, one from the right, one without plurals: what differs between languages.
WALKED = ["de", "ar", "ja"]
NAMES = {
    "Midnight", "Single", "The", "Held", "Notes", "Spotify", "Night", "Letters", "Records",
    "Lindenstra", "Berlin", "hello", "nightletters", "example", "https",
}  # fmt: skip

# What is written and told is the same whatever the database.
pytestmark = pytest.mark.once


@pytest.fixture
def mails(campaign, fan, desk, mailbox, out_at):
    """The confirmation and the release mail of a fan who asked in this language."""

    def send(language):
        reminder = ask_reminder(
            campaign, fan=fan, provider="spotify", market="DE", channel=None, now=ASKED_AT
        )
        ask_by_mail(
            reminder,
            address="ada@example.org",
            words="…",
            version="1",
            language=language,
            now=ASKED_AT,
        )
        send_due_mails(desk, now=ASKED_AT)
        confirm_reminder(key_after(mailbox.taken[0], path="/confirm/"), now=ASKED_AT)
        plan_release_mails(providers=django_settings.PROVIDERS, now=out_at)
        send_due_mails(desk, now=out_at + timedelta(seconds=1))
        return mailbox.taken

    return send


def read(message, *, language):
    """Subject, both texts and all that the HTML shows."""
    lines = [str(message["Subject"]), *text_of(message).splitlines()]
    lines = [line for line in lines if not line.startswith("https://")]
    return texts_of("\n".join(f"<p>{line}</p>" for line in lines), language=language) + texts_of(
        html_of(message), language=language
    )


@pytest.mark.parametrize("language", WALKED)
def test_no_mail_keeps_english_where_the_language_has_words(mails, language):
    found = [
        english_left(read(mail, language=language), language=language) for mail in mails(language)
    ]

    assert found == [[], []]


def test_no_text_of_an_arabic_mail_was_forgotten_to_be_marked(mails):
    found = [latin_words(read(mail, language="ar"), known=NAMES) for mail in mails("ar")]

    assert [sorted(words) for words in found] == [[], []]


def test_a_german_subject_reads_as_german(mails):
    subjects = [str(mail["Subject"]).strip() for mail in mails("de")]

    assert subjects == [
        "Bitte bestätige: Sollen wir dich an „Midnight Single“ erinnern?",
        "Jetzt da: „Midnight Single“ von The Held Notes",
    ]


def test_arabic_mails_are_written_from_the_right_with_names_isolated(mails):
    confirm, release = mails("ar")

    for mail in (confirm, release):
        assert '<html lang="ar" dir="rtl"' in html_of(mail)
        assert "\u2068Midnight Single\u2069" in text_of(mail)
    assert "\u2068Midnight Single\u2069" in str(release["Subject"])


def test_no_link_in_an_arabic_mail_is_touched_by_isolates(mails):
    """A sign that nobody sees, glued to an address, would break it."""
    for mail in mails("ar"):
        addresses = [line for line in text_of(mail).splitlines() if "https://" in line]

        assert addresses != []
        assert [line for line in addresses if "\u2068" in line or "\u2069" in line] == []


@pytest.mark.parametrize(
    ("language", "title", "direction"),
    [
        ("de", "Jetzt da: „Midnight Single“", "ltr"),
        ("es", "Ya disponible: «Midnight Single»", "ltr"),
        ("ar", "صدر الآن: «\u2068Midnight Single\u2069»", "rtl"),
        ("pt-br", "Já saiu: “Midnight Single”", "ltr"),
    ],
)
def test_a_notification_speaks_the_language_of_the_fan(ask, fan, language, title, direction):
    reminder = ask(fan)
    reminder.consent.language = language

    notice = json.loads(write_notice(reminder, address="/l/x", provider=None))

    assert (notice["title"], notice["lang"], notice["dir"]) == (title, language, direction)


@pytest.mark.parametrize(
    ("language", "summary", "details"),
    [
        ("de", "Erscheint: „Midnight Single“ von The Held Notes", "Anhören: https://"),
        ("es", "Sale: «Midnight Single» de The Held Notes", "Escuchar: https://"),
        ("ar", "يصدر: «Midnight Single» لـ The Held Notes", "للاستماع: https://"),
        ("ja", "リリース：The Held Notes「Midnight Single」", "聴く： https://"),
        ("pl", "Premiera: „Midnight Single” – The Held Notes", "Posłuchaj: https://"),
    ],
)
def test_a_calendar_entry_speaks_the_language_of_its_reader(campaign, language, summary, details):
    with override(language):
        file = calendar_text(
            campaign, page_address="https://presave.example/midnight-single", now=ASKED_AT
        )

    text = file.decode().replace("\r\n ", "").replace("\u2068", "").replace("\u2069", "")
    assert f"SUMMARY:{summary}" in text
    assert f"DESCRIPTION:{details}" in text


def test_an_address_in_latin_letters_keeps_its_order_in_an_arabic_mail(fan, mails):
    confirmation = html_of(mails("ar")[0])

    assert 'dir="rtl"' in confirmation
    assert "<bdi>10969 Berlin</bdi>" in confirmation
