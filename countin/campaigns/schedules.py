"""Reads when a release comes out: a date with local timing, an instant with global."""

import re
from datetime import UTC, date, datetime
from typing import Final

from countin.campaigns.fields import Fields
from countin.campaigns.files import Schedule
from countin.campaigns.models import Timing

# Moments are computed around a date: keep well inside what the calendar of Python holds.
_YEARS: Final = range(1970, 2101)


def read_schedule(fields: Fields) -> Schedule | None:
    timing = fields.choice("timing", of=tuple(Timing.values), default=Timing.LOCAL)
    if timing == Timing.LOCAL:
        _refuse_other_timing(fields, wanted="date", other="at", instead=Timing.GLOBAL)
        day = _read_date(fields)
        return Schedule(Timing.LOCAL, day, None) if day else None
    if timing == Timing.GLOBAL:
        _refuse_other_timing(fields, wanted="at", other="date", instead=Timing.LOCAL)
        moment = _read_moment(fields)
        return Schedule(Timing.GLOBAL, moment.date(), moment) if moment else None
    return None


def _refuse_other_timing(fields: Fields, *, wanted: str, other: str, instead: Timing) -> None:
    if not fields.has(wanted):
        example = "2027-03-05" if wanted == "date" else "2027-03-05T05:00:00Z"
        what = f"`release.{wanted}` is missing."
        fields.refuse(wanted, what=what, mend=f"Add `{wanted}: {example}`.")
    if fields.has(other):
        mend = f"Remove it, or write `timing: {instead}`."
        fields.refuse(other, what=f"`{other}` does not go with this timing.", mend=mend)


def _read_date(fields: Fields) -> date | None:
    text = fields.text("date")
    if not text:
        return None
    try:
        # The pattern: Python reads more forms than people expect here, such as 2026W48.
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        what = f"{text!r} is no date of a release."
        fields.refuse("date", what=what, mend="Write it like 2027-03-05.")
        return None
    return day


def _read_moment(fields: Fields) -> datetime | None:
    text = fields.text("at")
    if not text:
        return None
    moment = _parse_moment(text)
    if moment is None or moment.year not in _YEARS:
        what = f"{text!r} is no moment of a release."
        fields.refuse("at", what=what, mend="Write it like 2027-03-05T05:00:00Z.")
        return None
    if moment.tzinfo is None:
        mend = f"Add Z for UTC, or an offset: {text}Z."
        fields.refuse("at", what="`at` lacks its time zone.", mend=mend)
        return None
    return moment.astimezone(UTC)


def _parse_moment(text: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9Z:+.-]*", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
