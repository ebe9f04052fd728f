"""A CSV file as spreadsheets and services write it: any usual encoding and separator. Pure."""

import csv
from dataclasses import dataclass

_SEPARATORS = (",", ";", "\t")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class BadTable(ValueError):
    """Not a table; says what to do."""


@dataclass(frozen=True)
class Table:
    """Headings in lower case, underscores for blanks; the rows below them, each with its line."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes) -> Table:
    """Raise BadTable where there is no line of headings with rows below it."""
    lines = _decode(content).splitlines()
    at = next((number for number, line in enumerate(lines) if _separator_of(line)), None)
    if at is None:
        raise BadTable("There is no table in it: download the CSV again, and give that file.")
    separator = _separator_of(lines[at])
    # A spreadsheet's own hint, "sep=;", and titles above the table are passed over.
    read = csv.reader(lines[at:], delimiter=separator)
    headings, *rows = [
        (at + read.line_num, row) for row in read if any(cell.strip() for cell in row)
    ]
    if not rows:
        raise BadTable("There is no row below the headings: choose days that have numbers.")
    names = tuple("_".join(cell.strip().lower().split()) for cell in headings[1])
    return Table(names, tuple((line, tuple(cell.strip() for cell in row)) for line, row in rows))


def _decode(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator_of(line: str) -> str:
    """The most frequent in the line; "" without one, or in a spreadsheet's hint."""
    if line.lower().startswith("sep="):
        return ""
    best = max(_SEPARATORS, key=line.count)
    return best if line.count(best) else ""
