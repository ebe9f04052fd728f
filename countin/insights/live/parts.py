"""A part of the live page: a small table whose every column names its definition. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A number, by the name of its definition, and what it is called at the head."""

    number: str
    label: str


@dataclass(frozen=True)
class Row:
    """One line. None is not known, which is not zero."""

    label: str
    values: tuple[int | None, ...]
    key: str = ""  # what a program calls it

    @property
    def name(self) -> str:
        """As in the file."""
        return self.key or self.label


@dataclass(frozen=True)
class Part:
    """A table of the page, and a file of the same name. The first column is drawn as bars."""

    key: str
    title: str
    head: str  # above the labels
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def largest(self) -> int:
        """The longest bar."""
        return max((row.values[0] or 0 for row in self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        """Nothing came yet."""
        return not any(value for row in self.rows for value in row.values)

    def lines(self) -> Iterator[dict[str, str]]:
        """For a file: empty is not known."""
        for row in self.rows:
            told = {self.key: row.name}
            for column, value in zip(self.columns, row.values, strict=True):
                told[column.number] = "" if value is None else str(value)
            yield told

    @property
    def file_columns(self) -> tuple[str, ...]:
        """The head of the file."""
        return (self.key, *(column.number for column in self.columns))


def most_first(rows: Iterable[Row], *, most: int) -> tuple[Row, ...]:
    """By the first column; those beyond the most are one row together, what is not known comes
    last."""
    found = sorted(rows, key=lambda row: (not row.key, -(row.values[0] or 0), row.label))
    known = [row for row in found if row.key]
    if len(known) > most:
        rest = known[most:]
        known = [*known[:most], Row(f"{len(rest)} more", _sums(rest), "others")]
    return (*known, *(row for row in found if not row.key))


def _sums(rows: Sequence[Row]) -> tuple[int | None, ...]:
    columns = zip(*(row.values for row in rows), strict=True)
    return tuple(sum(value or 0 for value in column) for column in columns)
