"""Days, moments, places and plurals as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import ngettext, override

from countin.languages.dates import (
    clock_in_words,
    country_in_words,
    date_in_words,
    day_in_words,
    language_in_words,
    moment_form,
    moment_in_words,
    place_in_words,
)

DAY = date(2026, 11, 27)
MOMENT = datetime(2026, 11, 27, 0, 4, tzinfo=UTC)


def plain(text):
    """With ordinary blanks: those of the result keep a line from ending there."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday, November 27, 2026"),
        ("de", "Freitag, 27. November 2026"),
        ("es", "viernes, 27 de noviembre de 2026"),
        ("ar", "الجمعة، 27 نوفمبر 2026"),
        ("pt-br", "sexta-feira, 27 de novembro de 2026"),
        ("ja", "2026年11月27日金曜日"),
    ],
)
def test_a_day_reads_as_the_language_writes_it(language, expected):
    assert plain(day_in_words(DAY, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday, November 27, 2026, 12:04 AM"),
        ("de", "Freitag, 27. November 2026, 00:04 Uhr"),
        ("es", "viernes, 27 de noviembre de 2026, 0:04"),
        ("ar", "الجمعة، 27 نوفمبر 2026، 12:04 ص"),
        ("fr", "vendredi 27 novembre 2026, 00:04"),
        ("pt-br", "sexta-feira, 27 de novembro de 2026 00:04"),
        ("pl", "piątek, 27 listopada 2026 00:04"),
        ("tr", "27 Kasım 2026 Cuma 00:04"),
        ("ja", "2026年11月27日金曜日 0:04"),
        ("ko", "2026년 11월 27일 금요일 오전 12:04"),
    ],
)
def test_a_moment_reads_as_the_language_writes_it(language, expected):
    assert plain(moment_in_words(MOMENT, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Friday,", "November_27,_2026,", "12:04_AM"]),
        ("de", ["Freitag,", "27._November_2026,", "00:04_Uhr"]),
        ("es", ["viernes,", "27_de_noviembre_de_2026,", "0:04"]),
        ("ar", ["الجمعة،", "27_نوفمبر_2026،", "12:04_ص"]),
        ("tr", ["27_Kasım_2026_Cuma", "00:04"]),
        ("ko", ["2026년_11월_27일_금요일", "오전_12:04"]),
    ],
)
def test_no_line_ends_inside_a_date_or_a_time(language, expected):
    moment = moment_in_words(MOMENT, language=language)

    assert [part.replace("\u00a0", "_") for part in moment.split(" ")] == expected
    assert moment.startswith(day_in_words(DAY, language=language))
    assert " " not in date_in_words(DAY, language=language)


@pytest.mark.parametrize(
    ("language", "time", "form"),
    [
        ("en", "12:04 AM", "{date}, {time}"),
        ("de", "00:04 Uhr", "{date}, {time} Uhr"),
        ("es", "0:04", "{date}, {time}"),
        ("ar", "12:04 ص", "{date}، {time}"),
    ],
)
def test_a_script_is_told_how_the_language_joins_date_and_time(language, time, form):
    assert plain(clock_in_words(MOMENT, language=language)) == time
    assert plain(moment_form("{date}", language=language)) == form


def test_a_language_is_named_in_another():
    assert language_in_words("de", language="es") == "alemán"
    assert language_in_words("pt-br", language="en") == "Portuguese (Brazil)"
    assert language_in_words("tlh-x-nope", language="en") == "tlh-x-nope"


def test_a_date_without_its_weekday():
    assert plain(date_in_words(DAY, language="de")) == "27. November 2026"


def test_places_are_named_in_the_language():
    assert place_in_words("America/New_York", language="ar") == "نيويورك"
    assert place_in_words("Europe/Berlin", language="es") == "Berlín"
    assert place_in_words("", language="de") == ""
    assert country_in_words("DE", language="ar") == "ألمانيا"


def test_a_language_that_nobody_knows_reads_as_english():
    assert plain(date_in_words(DAY, language="tlh-x-nope")) == "November 27, 2026"


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (1, "شهرًا واحدًا على الأكثر."),
        (2, "شهرين على الأكثر."),
        (6, "6 أشهر على الأكثر."),
        (12, "12 شهرًا على الأكثر."),
        (100, "100 شهر على الأكثر."),
    ],
)
def test_arabic_has_a_form_for_each_number(months, expected):
    with override("ar"):
        words = ngettext(
            "Your permission is kept, sealed, for this: for %(months)s month at most.",
            "Your permission is kept, sealed, for this: for %(months)s months at most.",
            months,
        ) % {"months": months}

    assert words.replace("\u2068", "").replace("\u2069", "").endswith(expected)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (1, "Otwarto go 1 raz."),
        (2, "Otwarto go 2 razy."),
        (5, "Otwarto go 5 razy."),
        (22, "Otwarto go 22 razy."),
    ],
)
def test_polish_has_a_form_for_each_number(times, expected):
    with override("pl"):
        words = ngettext("It was opened once.", "It was opened %(count)s times.", times)

    assert words % {"count": times} == expected
