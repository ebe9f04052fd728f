"""Days and moments as they are written in a language, by the Unicode CLDR's forms."""

from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format

from countin.languages.available import SOURCE


def day_in_words(day: date, *, language: str) -> str:
    """ "Friday, November 27, 2026", "Freitag, 27. November 2026". No line ends before a number."""
    return _keep_numbers(format_date(day, "full", locale=_locale(language)))


def moment_in_words(at: datetime, *, language: str) -> str:
    """ "Friday, November 27, 2026, 12:04 AM", on the clock of the zone that `at` is given in."""
    locale = _locale(language)
    form = str(get_datetime_format("full", locale=locale)).replace("'", "")
    time = format_time(at, "short", locale=locale, tzinfo=at.tzinfo)
    return _keep_numbers(form.replace("{1}", format_date(at, "full", locale=locale))).replace(
        "{0}", time
    )


def _keep_numbers(text: str) -> str:
    return "".join(
        "\u00a0" if letter == " " and after.isdigit() else letter
        for letter, after in zip(text, text[1:] + " ", strict=True)
    )


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(SOURCE)
