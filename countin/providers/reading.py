"""Reading what a service answered: lenient about what is missing, strict about the absurd.

A field that is absent or null reads as empty: services drop fields with a month's notice. A
field of another type than documented raises TryLater: such an answer is broken, and heals.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from countin.providers.contract import TryLater
from countin.providers.http import Answer

_TOKEN = re.compile(r"[!-~]{1,8192}")
JsonObject: TypeAlias = Mapping[str, object]


def read_object(answer: Answer) -> JsonObject:
    """The body as one JSON object."""
    body = answer.json()
    if not isinstance(body, dict):
        raise _absurd("no JSON object")
    return body


def object_in(holder: JsonObject, name: str) -> JsonObject:
    """An object within an object; empty where absent."""
    value = holder.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _absurd(f"a {name} that is no object")
    return value


def objects_in(holder: JsonObject, name: str) -> list[JsonObject]:
    """The objects of a list; none where absent. Nulls, which real lists hold, are left out."""
    value = holder.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _absurd(f"a {name} that is no list")
    found = [item for item in value if item is not None]
    if not all(isinstance(item, dict) for item in found):
        raise _absurd(f"a {name} that holds no objects")
    return found


def text_in(holder: JsonObject, name: str) -> str:
    """A text; "" where absent."""
    value = holder.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _absurd(f"a {name} that is no text")
    return value


def seconds_in(holder: JsonObject, name: str, *, usual: int) -> timedelta:
    """A positive number of seconds; the usual one where absent."""
    value = holder.get(name)
    if value is None:
        return timedelta(seconds=usual)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**9:
        raise _absurd(f"a {name} that is no span")
    return timedelta(seconds=value)


def secret_in(holder: JsonObject, name: str) -> str:
    """A token, which must be there and be plain printable text, fit for a header."""
    value = text_in(holder, name)
    if not is_token(value):
        raise _absurd(f"no usable {name}")
    return value


def is_token(text: str) -> bool:
    """Printable ASCII without spaces: nothing that could break out of a header."""
    return _TOKEN.fullmatch(text) is not None


def link_in(holder: JsonObject, name: str, *, instead: str) -> str:
    """A web address; another where absent, or where it is none that a page may link to."""
    link = text_in(holder, name)
    return link if link.startswith(("https://", "http://")) else instead


def is_market(text: str) -> bool:
    """Two capital letters, as markets are spelled everywhere in our code."""
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def same_upc(one: str, other: str) -> bool:
    """Whether two spellings are one code: UPC-A, EAN-13 and GTIN-14 differ by leading zeros."""
    return one.strip().lstrip("0") == other.strip().lstrip("0")


def upc_spellings(upc: str) -> tuple[str, ...]:
    """The code as given, then as the other of UPC-A (12 digits) and EAN-13 (13 digits)."""
    given = upc.strip()
    bare = given.lstrip("0")
    if len(bare) > 12:
        return (given,)
    other = bare.rjust(13 if len(given) == 12 else 12, "0")
    return (given, other)


def same_isrc(one: str, other: str) -> bool:
    """Whether two spellings are one code: hyphens and case do not count."""
    return _bare_isrc(one) == _bare_isrc(other)


def is_before_its_day(release_date: str, *, now: datetime) -> bool:
    """Whether that day ("2026-11-27") has not begun anywhere on earth; False for years and
    months alone, and for what is no date."""
    day = _day(release_date)
    return day is not None and day > (now.astimezone(UTC) + timedelta(hours=14)).date()


def is_on_its_day(release_date: str, *, now: datetime) -> bool:
    """Whether that day has begun somewhere on earth, but not yet everywhere on earth."""
    day = _day(release_date)
    if day is None or is_before_its_day(release_date, now=now):
        return False
    return day > (now.astimezone(UTC) - timedelta(hours=12)).date()


def _bare_isrc(isrc: str) -> str:
    return isrc.replace("-", "").strip().upper()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _absurd(what: str) -> TryLater:
    return TryLater(f"The service answered with {what}.")
