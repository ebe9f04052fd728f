"""Takes values out of a table of a campaign file; what is wrong becomes a finding."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Final, TypeVar

from countin.campaigns.codes import BadCode
from countin.campaigns.documents import Entry, Listing, Node, Scalar, Table
from countin.campaigns.findings import Finding
from countin.providers.contract import BadId

T = TypeVar("T")
_YES: Final = frozenset({"true", "yes", "on"})
_NO: Final = frozenset({"false", "no", "off"})
# Overrides of the writing direction make a page show what its source does not say.
_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Findings:
    """All findings of a file, and the line of every key in it."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.found = list(found)
        self.lines: dict[str, int] = {}


class Fields:
    """One table. What is missing or wrong comes back empty; what is wrong is also noted."""

    def __init__(self, table: Table, *, findings: Findings, name: str = "") -> None:
        self._table = table
        self._findings = findings
        self._prefix = f"{name}." if name else ""
        for key, entry in table.entries.items():
            findings.lines[self._prefix + key] = entry.line

    def has(self, key: str) -> bool:
        """The key stands there, whatever is behind it."""
        return key in self._table.entries

    def refuse(self, key: str, *, what: str, mend: str) -> None:
        """Note what is wrong with this key, or with its absence."""
        entry = self._table.entries.get(key)
        line = entry.line if entry else self._table.line
        self._findings.found.append(Finding(line, what, mend))

    def refuse_unknown(self, *, known: tuple[str, ...]) -> None:
        """Note every key that is not one of these."""
        for key in self._table.entries:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                mend = f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(known)}."
                self.refuse(key, what=f"`{self._prefix}{_shown(key)}` is no key.", mend=mend)

    def text(self, key: str, *, longest: int = 300) -> str:
        """One line of text, as written."""
        entry = self._table.entries.get(key)
        return "" if entry is None else self._text(key, node=entry.node, longest=longest)

    def required_text(self, key: str, *, longest: int = 300) -> str:
        """One line of text that has to be there."""
        self.require(key)
        return self.text(key, longest=longest)

    def require(self, key: str) -> None:
        """Note it where the key is missing."""
        if not self.has(key):
            name = self._prefix + key
            self.refuse(key, what=f"`{name}` is missing.", mend=f"Add `{key}:` as in examples/.")

    def code(self, key: str, *, form: Callable[[str], str], longest: int = 300) -> str:
        """An identifier in the spelling that is stored."""
        return self.value(key, form=form, longest=longest) or ""

    def value(self, key: str, *, form: Callable[[str], T], longest: int = 300) -> T | None:
        """What this form reads in the text."""
        if not (text := self.text(key, longest=longest)):
            return None
        try:
            return form(text)
        except (BadCode, BadId) as bad:
            self.refuse(key, what=bad.what, mend=bad.mend)
            return None

    def choice(self, key: str, *, of: tuple[str, ...], default: str) -> str:
        """One of these words."""
        text = self.text(key) if self.has(key) else default
        if text and text not in of:
            what = f"`{self._prefix}{key}` can't be {_shown(text)!r}."
            self.refuse(key, what=what, mend=f"Choose {' or '.join(of)}.")
            return ""
        return text

    def flag(self, key: str) -> bool:
        """true or false; false where it is missing."""
        entry = self._table.entries.get(key)
        if entry is None:
            return False
        node = entry.node
        if isinstance(node, Scalar) and node.is_plain and node.text.lower() in _YES | _NO:
            return node.text.lower() in _YES
        self.refuse(key, what=f"`{key}` is neither true nor false.", mend="Write true or false.")
        return False

    def table(self, key: str) -> "Fields":
        """A table within. Where there is none, an empty one that notes nothing more."""
        entry = self._table.entries.get(key)
        if entry is not None and isinstance(entry.node, Table):
            return Fields(entry.node, findings=self._findings, name=self._prefix + key)
        if entry is not None:
            mend = f"Write `{key}:` and its keys indented below it, as in examples/."
            self.refuse(key, what=f"`{key}` has no keys.", mend=mend)
        return Fields(Table(self._table.line, {}), findings=Findings(()))

    def names(self) -> tuple[str, ...]:
        """Every key of this table, in the order of the file."""
        return tuple(self._table.entries)

    def rows(self, key: str, *, bare: str = "", example: str) -> Iterator["Fields"]:
        """The tables of a list. A plain text among them counts as a table that has nothing but
        the key `bare`, where one is named."""
        entry = self._table.entries.get(key)
        if entry is None:
            return
        if not isinstance(entry.node, Listing):
            mend = f"Write `{key}: [{example}]`."
            self.refuse(key, what=f"`{self._prefix}{key}` is no list.", mend=mend)
            return
        for number, item in enumerate(entry.node.items, 1):
            name = f"{self._prefix}{key}.{number}"
            if isinstance(item, Scalar) and bare:
                item = Table(item.line, {bare: Entry(item.line, item)})
            if isinstance(item, Table):
                yield Fields(item, findings=self._findings, name=name)
            else:
                self._note(item.line, f"`{name}` can't be read.", f"Write it like {example}.")

    def words(self, key: str) -> Iterator[tuple[int, str]]:
        """The words of a list, each with its line."""
        entry = self._table.entries.get(key)
        if entry is None:
            return
        if not isinstance(entry.node, Listing):
            self.refuse(key, what=f"`{key}` is no list.", mend=f"Write `{key}: [one, two]`.")
            return
        for item in entry.node.items:
            if word := self._text(key, node=item, longest=300):
                yield item.line, word

    def counts(self) -> Iterator[tuple[str, Entry, int]]:
        """Every key of this table with the whole number behind it."""
        for key, entry in self._table.entries.items():
            text = entry.node.text if isinstance(entry.node, Scalar) else ""
            if re.fullmatch(r"[0-9]{1,9}", text):
                yield key, entry, int(text)
            else:
                what = f"`{self._prefix}{_shown(key)}` is no number of people."
                self.refuse(key, what=what, mend="Write a whole number without signs, like 3100.")

    def _text(self, key: str, *, node: Node, longest: int) -> str:
        name = self._prefix + key
        if not isinstance(node, Scalar):
            self._note(node.line, f"`{name}` must be plain text.", "Write one value, no list.")
            return ""
        text = node.text.strip()
        if node.is_nothing or not text:
            self._note(node.line, f"`{name}` is empty.", "Fill it in, or remove the key.")
            return ""
        if len(text) > longest:
            what = f"`{name}` has {len(text)} characters."
            self._note(node.line, what, f"Keep it within {longest}.")
            return ""
        if any(_is_unprintable(sign) for sign in text):
            what = f"`{name}` holds characters that can't be shown."
            self._note(node.line, what, "Type it again by hand, on one line.")
            return ""
        return text

    def _note(self, line: int, what: str, mend: str) -> None:
        self._findings.found.append(Finding(line, what, mend))


def _is_unprintable(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _OVERRIDES


def _shown(text: str) -> str:
    """Safe to print on a terminal, and short."""
    safe = "".join("\ufffd" if _is_unprintable(sign) else sign for sign in text)
    return safe if len(safe) <= 60 else f"{safe[:59]}…"
