"""CSV, line by line, for whoever opens it in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence


class _Line:
    """A file of one line: what is written is handed on."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[str], *, rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A head and a line a row. What a spreadsheet would run as a formula is quoted."""
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_as_text(row[name]) for name in columns])


def _as_text(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
