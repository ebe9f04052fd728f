"""Passages as plain text, 80 columns wide."""

from collections.abc import Iterator

from countin.insights.layout import rate_line, wrapped
from countin.insights.reading.columns import Columns
from countin.insights.reading.passages import Passage


def passage_lines(passage: Passage) -> Iterator[str]:
    """What stands below the title."""
    yield from (wrapped(sentence) for sentence in passage.sentences)
    for columns in passage.columns:
        yield from _chart(columns)
    for words, figure in passage.facts:
        yield f"  {words:<58}{figure:>10}"
    yield from (rate_line(words, known) for words, known in passage.shares)
    yield from (wrapped(caveat, indent=4) for caveat in passage.caveats)


def _chart(columns: Columns) -> Iterator[str]:
    yield f"  {columns.title}: at most {columns.highest}"
    yield f"    {columns.line}".rstrip()
    gap = max(len(columns.line) - len(columns.first) - len(columns.last), 3)
    yield f"    {columns.first}{' ' * gap}{columns.last}"
