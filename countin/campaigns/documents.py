"""Reads YAML or JSON into plain nodes that know their lines. Nothing is guessed: a scalar keeps
its text as written, so that a barcode keeps its leading zeros and `no` may be a title.

Hostile files are refused before they cost anything: size, depth, aliases, tags.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from countin.campaigns.findings import BadCampaignFile, Finding

LARGEST_FILE: Final = 64 * 1024  # bytes
_DEEPEST: Final = 8
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Scalar:
    """A single value as written. Quoted text is never nothing."""

    line: int
    text: str
    is_plain: bool

    @property
    def is_nothing(self) -> bool:
        """Left empty, or null."""
        return self.is_plain and self.text in _NOTHING


@dataclass(frozen=True)
class Listing:
    line: int
    items: "tuple[Node, ...]"


@dataclass(frozen=True)
class Table:
    line: int
    entries: "Mapping[str, Entry]"


Node = Scalar | Listing | Table


@dataclass(frozen=True)
class Entry:
    """A key's line, and what stands behind it."""

    line: int
    node: Node


@dataclass(frozen=True)
class Document:
    """What was read, and what is wrong with it so far (keys given twice)."""

    root: Table
    findings: tuple[Finding, ...]


def read_document(path: Path) -> Document:
    """Raises BadCampaignFile for what can't be read at all."""
    return parse_document(_read_bounded(path))


def parse_document(raw: bytes) -> Document:
    """The same of what was sent instead of lying in a file."""
    text = _decoded(_bounded(raw))
    if text.lstrip().startswith("{"):
        # JSON may be indented with tabs, YAML may not. No JSON text holds a bare tab.
        text = text.replace("\t", " ")
    reader = _Reader(text)
    try:
        root = reader.read_root()
    except yaml.YAMLError as error:
        raise _no_yaml(error) from None
    return Document(root, tuple(reader.findings))


class _Reader:
    def __init__(self, text: str) -> None:
        self.findings: list[Finding] = []
        self._events: Iterator[Event] = yaml.parse(text, Loader=yaml.SafeLoader)

    def read_root(self) -> Table:
        # A stream begins, then a document.
        if isinstance(list(islice(self._events, 2))[-1], StreamEndEvent):
            raise _refused(1, "The file is empty.", "Start from one of the examples/.")
        root = self._read(next(self._events), depth=0)
        after = list(islice(self._events, 2))[-1]
        if isinstance(after, DocumentStartEvent):
            what = "A second document begins here."
            raise _refused(_line(after), what, "Keep one campaign in one file.")
        if not isinstance(root, Table):
            mend = "Write `artist:`, `release:` and `slug:` as in examples/."
            raise _refused(root.line, "The file holds no keys.", mend)
        return root

    def _read(self, event: Event, *, depth: int) -> Node:
        self._refuse_tricks(event, depth=depth)
        if isinstance(event, SequenceStartEvent):
            return Listing(_line(event), tuple(self._items(depth)))
        if isinstance(event, MappingStartEvent):
            return Table(_line(event), self._entries(depth))
        assert isinstance(event, ScalarEvent)
        return Scalar(_line(event), _joined(event.value), is_plain=event.style is None)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if not isinstance(event, NodeEvent):
                return
            yield self._read(event, depth=depth + 1)

    def _entries(self, depth: int) -> Mapping[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in self._events:
            if not isinstance(event, NodeEvent):
                break
            key = self._read(event, depth=depth + 1)
            value = self._read(next(self._events), depth=depth + 1)
            self._add(entries, key=key, value=value)
        return entries

    def _add(self, entries: dict[str, Entry], *, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            what = "A list or mapping can't be a key."
            self.findings.append(Finding(key.line, what, "Write a plain word before the colon."))
        elif key.text in entries:
            what = f"`{key.text}` stands here again; line {entries[key.text].line} has it already."
            self.findings.append(Finding(key.line, what, "Keep one of the two."))
        else:
            entries[key.text] = Entry(key.line, value)

    def _refuse_tricks(self, event: Event, *, depth: int) -> None:
        line = _line(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            what = "Anchors and aliases (`&name`, `*name`) are not read."
            raise _refused(line, what, "Write the value out.")
        if getattr(event, "tag", None):
            raise _refused(line, "Tags (`!name`) are not read.", "Remove the tag.")
        if depth > _DEEPEST:
            what = "This is nested deeper than any campaign file."
            raise _refused(line, what, "Compare with examples/.")


def _read_bounded(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _refused(None, f"There is no file {path}.", "Check the path.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        what = f"The file can't be read ({reason})."
        raise _refused(None, what, "Check the path and its permissions.") from None


def _bounded(raw: bytes) -> bytes:
    if len(raw) > LARGEST_FILE:
        what = f"The file is larger than {LARGEST_FILE // 1024} KB."
        raise _refused(None, what, "A campaign file is a page of text; pictures stay beside it.")
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refused(line, "This is not UTF-8 text.", "Save the file as UTF-8.") from None


def _joined(text: str) -> str:
    """JSON writes what lies beyond U+FFFF as two halves, which PyYAML leaves apart."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _no_yaml(error: yaml.YAMLError) -> BadCampaignFile:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    mend = "Mend this place; a text with a colon or a special sign goes into quotes."
    return _refused(mark.line + 1 if mark else None, f"No valid YAML or JSON: {problem}.", mend)


def _refused(line: int | None, what: str, mend: str) -> BadCampaignFile:
    return BadCampaignFile([Finding(line, what, mend)])


def _line(event: Event) -> int:
    assert event.start_mark is not None  # events read from a text have their place
    return event.start_mark.line + 1
