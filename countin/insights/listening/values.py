"""Numbers and days as they are written in different places. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

_ABSENT = {"", "-", "–", "—", "n/a", "na", "null"}
_BLANKS = re.compile("[\\s\u00a0\u202f'’]")  # what groups thousands besides comma and point
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_DECIMAL = re.compile(r"\d[\d.,]*?([.,])(?:\d{1,2}|\d{4,})")
_NUMERIC = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})\.?")
_CLOCK = re.compile(
    r"[T\s,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm]|Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_WORDY = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")


class BadValue(ValueError):
    """Neither a number nor a day; says what to do."""


class UnclearDays(BadValue):
    """Days that may be read in two ways."""


def decimal_mark(texts: Iterable[str]) -> str:
    """The sign that parts decimals in a file, where any of its numbers shows it: "12,5" says that
    "1,234" is one and a bit. Empty where none does, or where two numbers disagree."""
    shown = {match.group(1) for text in texts if (match := _DECIMAL.fullmatch(_bare(text)))}
    return shown.pop() if len(shown) == 1 else ""


def read_number(text: str, *, mark: str = "") -> float | None:
    """None where the cell says that it isn't known. Points and commas in front of exactly three
    digits group thousands, but for `mark`, the file's own decimal sign; the last one in front of
    others parts decimals."""
    plain = _bare(text)
    if plain.lower() in _ABSENT:
        return None
    parts_decimals = mark and plain.count(mark) == 1
    if _GROUPED.fullmatch(plain) and not (parts_decimals and plain[-4] == mark):
        return float(re.sub("[.,]", "", plain))
    whole, mark, decimals = _part(plain)
    if not whole.isascii() or not whole.isdigit() or (mark and not decimals.isdigit()):
        raise BadValue(f"{text!r} is no number: download the file again, and don't edit it.")
    return float(f"{whole}.{decimals or 0}")


def read_days(texts: Sequence[str], *, order: str = "") -> list[date]:
    """All days of a column in one order: ISO, or what the column itself decides, or `order`
    ("dmy" or "mdy"). A time of day behind them is passed over. Raises UnclearDays where both
    orders fit."""
    texts = [_CLOCK.sub("", text.strip()) for text in texts]
    numeric = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
    if len(numeric) < len(texts):
        return [_read_wordy(text) for text in texts]
    parts = [tuple(int(part) for part in match.groups()) for match in numeric]
    if all(len(match.group(1)) == 4 for match in numeric):
        return [_day(*each, text=text) for each, text in zip(parts, texts, strict=True)]
    chosen = order or _order_of(parts, texts=texts)
    turned = [(c, b, a) if chosen == "dmy" else (c, a, b) for a, b, c in parts]
    return [_day(*each, text=text) for each, text in zip(turned, texts, strict=True)]


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _part(plain: str) -> tuple[str, str, str]:
    """At the last point or comma; those before it group thousands."""
    at = max(plain.rfind("."), plain.rfind(","))
    if at < 0:
        return plain, "", ""
    return re.sub("[.,]", "", plain[:at]), plain[at], plain[at + 1 :]


def _order_of(parts: Iterable[tuple[int, ...]], *, texts: Sequence[str]) -> str:
    found = list(parts)
    if any(a > 12 for a, _b, _c in found) or all("." in text for text in texts):
        return "dmy"
    if any(b > 12 for _a, b, _c in found):
        return "mdy"
    # A timeline goes on from day to day: in the other order it would leap from month to month.
    following = {
        "dmy": _is_day_after_day((c, b, a) for a, b, c in found),
        "mdy": _is_day_after_day((c, a, b) for a, b, c in found),
    }
    if sum(following.values()) == 1:
        return next(order for order, is_so in following.items() if is_so)
    raise UnclearDays(
        f"Days such as {texts[0]!r} can be read in two ways. Say which: --dates dmy or --dates mdy."
    )


def _is_day_after_day(parts: Iterable[tuple[int, int, int]]) -> bool:
    days = [date(year + 2000 if year < 100 else year, month, day) for year, month, day in parts]
    whole = sorted({day.toordinal() for day in days})
    return len(whole) > 1 and whole[-1] - whole[0] == len(whole) - 1


def _day(year: int, month: int, day: int, *, text: str) -> date:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise BadValue(
            f"{text!r} is no day. See that all days are written alike, or give the file as it was "
            "downloaded."
        ) from None


def _read_wordy(text: str) -> date:
    for form in _WORDY:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise BadValue(
        f"{text!r} is no day that is understood: set the page of the service to English before "
        "the download, or write days as 2026-11-27."
    )
