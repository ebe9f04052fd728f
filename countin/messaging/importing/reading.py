"""Reads the CSV export of a mail tool. Nothing is guessed: what is no moment is no proof."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

LARGEST: Final = 50 * 1024 * 1024  # bytes
# Headings in small letters, as common tools write them.
_EMAIL: Final = ("email", "email address", "e-mail", "e-mail address", "email_address")
_AGREED: Final = (
    *("agreed_at", "optin_time", "opt-in time", "subscribed_at", "created_at"),
    *("created at", "date added", "date_added", "subscription date", "date subscribed"),
)
_CONFIRMED: Final = ("confirmed_at", "confirm_time", "confirmed")
# Where mail tools say that somebody is not on the list any more. Some put those who left into a
# file of its own, which reads like a list.
_LEFT: Final = (
    *("unsub_time", "unsubscribed_at", "unsubscribe_time", "unsubscribed", "date unsubscribed"),
    *("clean_time", "cleaned_at", "bounced_at", "email disabled", "email_disabled"),
    "email_blacklisted",
)
# Shops and stores say with every buyer whether they want mail at all.
_WANTS: Final = ("accepts email marketing", "accepts marketing")
_STATUS: Final = ("status", "state", "email marketing status", "subscription status")
_GONE: Final = frozenset(
    {
        *("unsubscribed", "cleaned", "bounced", "complained", "cancelled", "canceled"),
        *("disabled", "inactive", "archived", "non-subscribed"),
    }
)
_NO: Final = frozenset({"", "0", "false", "no", "n", "null", "none", "-"})


class BadList(ValueError):
    """A file that can't be read as a list; the message ends with the next step."""


@dataclass(frozen=True)
class Line:
    """One line of the file. Moments are UTC, None where the file has none that can be read."""

    number: int  # from 1, the heading included, as spreadsheets count
    address: str
    agreed_at: datetime | None
    confirmed_at: datetime | None
    has_left: bool = False  # the tool it comes from writes to them no more, or never might


def read_list(path: Path, *, named: Mapping[str, str]) -> Iterator[Line]:
    """Line after line. `named` gives headings that differ, by email, agreed and confirmed.
    Raises BadList for a file that can't be read or lacks the column of addresses."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadList(f"{path.name} is larger than 50 MB. Split it.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            rows = csv.reader(file, delimiter=_delimiter(first))
            yield from read_rows(rows, name=path.name, named=named)
    except (UnicodeDecodeError, csv.Error):
        raise BadList(f"{path.name} is no CSV in UTF-8. Export or save it so.") from None
    except OSError as error:
        raise BadList(f"{path.name} can't be read ({error.strerror}). Check the path.") from None


def _delimiter(headings: str) -> str:
    """What parts them: where a comma is a decimal point, spreadsheets write semicolons."""
    return max((",", ";", "\t"), key=headings.count)


def read_rows(rows: Iterator[list[str]], *, name: str, named: Mapping[str, str]) -> Iterator[Line]:
    """The same of rows that are parted already, the headings first."""
    headings = [heading.strip().casefold() for heading in next(rows, [])]
    columns = {
        key: _find(headings, wanted=named.get(key, ""), usual=usual)
        for key, usual in (("email", _EMAIL), ("agreed", _AGREED), ("confirmed", _CONFIRMED))
    }
    gone = [place for place, name in enumerate(headings) if name in _LEFT]
    states = [place for place, name in enumerate(headings) if name in _STATUS]
    wants = [place for place, name in enumerate(headings) if name in _WANTS]
    if columns["email"] is None:
        raise BadList(
            f"{name} has no column of addresses. Call it email, or name it: --email-column HEADING"
        )
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            cells = {key: _cell(row, column=column) for key, column in columns.items()}
            agreed, confirmed = _moment(cells["agreed"]), _moment(cells["confirmed"])
            has_left = _has_left(row, gone=gone, states=states)
            has_left = has_left or any(_cell(row, column=at).casefold() in _NO for at in wants)
            yield Line(number, cells["email"], agreed, confirmed, has_left=has_left)


def _find(headings: list[str], *, wanted: str, usual: tuple[str, ...]) -> int | None:
    if wanted:
        if wanted.strip().casefold() not in headings:
            raise BadList(f"There is no column {wanted!r}. The file has: {', '.join(headings)}")
        return headings.index(wanted.strip().casefold())
    return next((headings.index(name) for name in usual if name in headings), None)


def _cell(row: list[str], *, column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _has_left(row: list[str], *, gone: list[int], states: list[int]) -> bool:
    """Doubt counts as having left: whoever stays out can join by the page."""
    is_gone = any(_cell(row, column=place).casefold() not in _NO for place in gone)
    return is_gone or any(_cell(row, column=place).casefold() in _GONE for place in states)


def _moment(text: str) -> datetime | None:
    """ISO 8601, with a blank for its T too. Without a zone it is taken as UTC, in which mail tools
    export."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
