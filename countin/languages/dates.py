"""Days, moments and places as they are written in a language, by the Unicode CLDR."""

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format

from countin.languages.available import SOURCE

_KEPT: Final = "\u00a0"
# "Friday, " and then the date itself, inside which no line ends. `here.js` does the same.
_WEEKDAY_FIRST: Final = re.compile(r"([^\d,،]+[,،] )?(.*)", re.DOTALL)
# What a language writes behind the time and the CLDR leaves out.
_AFTER_CLOCK: Final = {"de": f"{_KEPT}Uhr"}
# Browsers write the half of the day in full ("오전"), babel the Latin letters beside it.
_CLOCK: Final = {"ko": "aaaa h:mm"}


def day_in_words(day: date, *, language: str) -> str:
    """ "Friday, November 27, 2026", "Freitag, 27. November 2026". Behind the day of the week
    no line ends."""
    return _keep_whole(format_date(day, "full", locale=_locale(language)))


def date_in_words(day: date, *, language: str) -> str:
    """ "November 27, 2026": the same without the day of the week."""
    return _keep_whole(format_date(day, "long", locale=_locale(language)))


def clock_in_words(at: datetime, *, language: str) -> str:
    """ "12:04 AM", "00:04 Uhr", on the clock of the zone that `at` is given in."""
    locale = _locale(language)
    form = _CLOCK.get(locale.language, "short")
    time = format_time(at, form, locale=locale, tzinfo=at.tzinfo)
    return re.sub(r"\s", _KEPT, time) + _AFTER_CLOCK.get(locale.language, "")


def moment_in_words(at: datetime, *, language: str) -> str:
    """ "Friday, November 27, 2026, 12:04 AM", on the clock of the zone that `at` is given in."""
    form = _joined(language).replace("{1}", day_in_words(at, language=language))
    return form.replace("{0}", clock_in_words(at, language=language))


def moment_form(date_field: str, *, language: str) -> str:
    """How a script joins what it writes itself: `date_field` and, for the time, "{time}"."""
    time = "{time}" + _AFTER_CLOCK.get(_locale(language).language, "")
    return _joined(language).replace("{1}", date_field).replace("{0}", time)


def place_in_words(zone: str, *, language: str) -> str:
    """The city that a time zone is named after: "New York", "نيويورك"."""
    city = _locale(language).time_zones.get(zone, {}).get("city", "")
    return str(city) or zone.rpartition("/")[2].replace("_", " ")


def country_in_words(territory: str, *, language: str) -> str:
    """A country's name for its two letters, which stay where it has none."""
    return str(_locale(language).territories.get(territory, territory))


def language_in_words(code: str, *, language: str) -> str:
    """A language's name in another: "German", "Deutsch"; its code where it has none."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(_locale(language))
    except (ValueError, UnknownLocaleError):
        return code
    return str(name or code)


def _joined(language: str) -> str:
    """ "{1}, {0}": date and time."""
    return str(get_datetime_format("full", locale=_locale(language))).replace("'", "")


def _keep_whole(text: str) -> str:
    """Without blanks at which a line could end, but for the one behind the day of the week."""
    found = _WEEKDAY_FIRST.fullmatch(text)
    weekday, rest = found.groups() if found else ("", text)
    return (weekday or "") + re.sub(r"\s", _KEPT, rest)


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(SOURCE)
