"""The exports that are understood, by their headings. Pure.

An artist's timeline holds everything of the artist a day; a song's timeline its streams a day; a
table of songs each song's totals over the days that were chosen before the download.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from countin.insights.listening.tables import Table
from countin.insights.listening.values import BadValue, decimal_mark, read_days, read_number
from countin.insights.models import Scope

# As the services spell them, and as their pages in other languages do. Others are passed over:
# monthly listeners are no number of a day.
_HEADINGS: Final = {
    "day": ("date", "day", "datum", "tag", "fecha", "día", "dia", "data", "jour", "التاريخ"),
    "listeners": (
        "listeners",
        "daily_listeners",
        "average_daily_listeners",
        "avg._daily_listeners",
        "hörer",
        "hörer*innen",
        "hörer:innen",
        "oyentes",
        "auditeurs",
        "moy._d'auditeurs",
        "moy._d'auditeurs_journalière",
        "moyenne_d'auditeurs",
        "ascoltatori",
        "ouvintes",
        "المستمعون",
    ),
    "streams": (
        "streams",
        "plays",
        "wiedergaben",
        "reproducciones",
        "streamings",
        "écoutes",
        "lectures",
        "nombre_d'écoutes",
        "play_count",
        "riproduzioni",
        "reproduções",
        "مرات_الاستماع",
    ),
    "saves": ("saves", "saved", "speicherungen", "guardados", "enregistrements"),
    "playlist_adds": ("playlist_adds", "playlist_additions"),
    "followers": ("followers", "follower", "seguidores", "abonnés", "المتابعون"),
    "subject": (
        "song",
        "song_title",
        "song_name",
        "title",
        "track",
        "titel",
        "canción",
        "titre",
        "morceau",
        "nom_du_morceau",
        "nom_de_la_chanson",
    ),
}
_COUNTS: Final = ("listeners", "streams", "saves", "playlist_adds", "followers")


def _plain(heading: str) -> str:
    """Spreadsheets drop accents and turn apostrophes round."""
    parts = unicodedata.normalize("NFKD", heading.replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


_FIELDS: Final = {_plain(word): field for field, words in _HEADINGS.items() for word in words}


@dataclass(frozen=True)
class Counted:
    """One row of an export. What it does not say is None, never 0."""

    first_day: date
    last_day: date
    subject: str
    counts: dict[str, float | None]


@dataclass(frozen=True)
class Export:
    """Everything that a file says, in its order. `source`: what its own heading calls a stream,
    by which the exports of two services are told apart; `is_of_songs`: a row a song."""

    source: str
    is_of_songs: bool
    scope: Scope
    rows: tuple[Counted, ...]


class NotUnderstood(ValueError):
    """The headings are none of those that are known; says what to do. `needs_days`: they are, and
    only the days are missing."""

    needs_days = False


class WithoutDays(NotUnderstood):
    """A table of songs whose days nobody named."""

    needs_days = True


def title_of(name: str) -> str:
    """The song's title by a file's name: exports of songs are called TITLE-timeline.csv, and
    browsers add " (1)" to a second one."""
    stem = PurePath(name).stem
    return re.sub(r" \(\d+\)$", "", stem).removesuffix("-timeline")[:200]


def read_export(
    table: Table, *, subject: str, period: tuple[date, date] | None, order: str = ""
) -> Export:
    """`subject`: the song's title, from the file's name. `period`: the days of a table without
    any. Raises NotUnderstood or BadValue, with the line and what to do next."""
    names = [_plain(name) for name in table.headings]
    found = {_FIELDS[name]: at for at, name in enumerate(names) if name in _FIELDS}
    counted = [field for field in _COUNTS if field in found]
    if not counted or not ({"day", "subject"} & found.keys()):
        raise NotUnderstood(
            "No heading in it is known. Give an export as downloaded: an artist's or a song's "
            "timeline (date, listeners, streams), or a table of songs (song, plays)."
        )
    if "day" in found:
        return _read_timeline(table, found=found, subject=subject, order=order)
    if period is None:
        raise WithoutDays(
            "This is a table of songs without days. Say which days it was downloaded for: "
            "--from 2026-11-27 --to 2026-12-03."
        )
    return _read_songs(table, found=found, period=period)


def _read_timeline(table: Table, *, found: dict[str, int], subject: str, order: str) -> Export:
    days = read_days([_cell(row, found["day"]) for _line, row in table.rows], order=order)
    is_artist = "listeners" in found or "followers" in found
    scope = Scope.ARTIST if is_artist else Scope.SONG
    title = "" if is_artist else subject
    mark = _mark(table, found=found)
    rows = tuple(
        Counted(day, day, title, _counts(row, found=found, line=line, mark=mark))
        for day, (line, row) in zip(days, table.rows, strict=True)
    )
    _refuse_twice([row.first_day for row in rows])
    return Export(_source(table), False, scope, rows)


def _read_songs(table: Table, *, found: dict[str, int], period: tuple[date, date]) -> Export:
    mark = _mark(table, found=found)
    rows = tuple(
        Counted(
            *period,
            _cell(row, found["subject"])[:200],
            _counts(row, found=found, line=line, mark=mark),
        )
        for line, row in table.rows
    )
    return Export(_source(table), True, Scope.SONG, rows)


def _source(table: Table) -> str:
    names = (name for name in table.headings if _FIELDS.get(_plain(name)) == "streams")
    return next(names, "listeners")


def _mark(table: Table, *, found: dict[str, int]) -> str:
    columns = [at for field, at in found.items() if field in _COUNTS]
    return decimal_mark(_cell(row, at) for _line, row in table.rows for at in columns)


def _counts(
    row: tuple[str, ...], *, found: dict[str, int], line: int, mark: str
) -> dict[str, float | None]:
    try:
        return {
            field: read_number(_cell(row, found[field]), mark=mark) if field in found else None
            for field in _COUNTS
        }
    except BadValue as error:
        raise BadValue(f"Line {line}: {error}") from None


def _cell(row: tuple[str, ...], at: int) -> str:
    return row[at] if at < len(row) else ""


def _refuse_twice(days: list[date]) -> None:
    twice = {day for day in days if days.count(day) > 1} if len(set(days)) < len(days) else set()
    if twice:
        raise BadValue(
            f"{min(twice):%Y-%m-%d} stands in it twice: give one file for one artist or song."
        )
