"""Days, moments and places as they are written in a language, by the Unicode CLDR."""

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format

from countin.languages.available import SOURCE

# "27. November" as well as "November 27": a day and its month stay on one line.
_BESIDE_DAY: Final = re.compile(
    r"(?<=\b\d\d) |(?<=\b\d) |(?<=\b\d\d\.) |(?<=\b\d\.) | (?=\d{1,2}(?![\d:]))"
)


def day_in_words(day: date, *, language: str) -> str:
    """ "Friday, November 27, 2026", "Freitag, 27. November 2026". A day stays on
    one line with its month."""
    return _keep_days(format_date(day, "full", locale=_locale(language)))


def date_in_words(day: date, *, language: str) -> str:
    """ "November 27, 2026": the same without the day of the week."""
    return _keep_days(format_date(day, "long", locale=_locale(language)))


def moment_in_words(at: datetime, *, language: str) -> str:
    """ "Friday, November 27, 2026, 12:04 AM", on the clock of the zone that `at` is given in."""
    locale = _locale(language)
    form = str(get_datetime_format("full", locale=locale)).replace("'", "")
    time = format_time(at, "short", locale=locale, tzinfo=at.tzinfo)
    return _keep_days(form.replace("{1}", format_date(at, "full", locale=locale))).replace(
        "{0}", time
    )


def place_in_words(zone: str, *, language: str) -> str:
    """The city that a time zone is named after: "New York", "نيويورك"."""
    city = _locale(language).time_zones.get(zone, {}).get("city", "")
    return str(city) or zone.rpartition("/")[2].replace("_", " ")


def country_in_words(territory: str, *, language: str) -> str:
    """A country's name for its two letters, which stay where it has none."""
    return str(_locale(language).territories.get(territory, territory))


def _keep_days(text: str) -> str:
    return _BESIDE_DAY.sub("\u00a0", text)


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(SOURCE)
