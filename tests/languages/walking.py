"""Reading a page as its visitor does, and finding what stayed English in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser

from django.utils.translation import gettext, override

from scripts.languages.catalogs import PLACEHOLDER
from scripts.languages.extracting import HANDBOOK, all_texts

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_SHOWN = ("alt", "aria-label", "title", "placeholder", "data-title")
_TOLD_BY_META = ("description", "og:title", "og:description", "og:image:alt")
_SILENT = ("script", "style")
_VOID = ("meta", "link", "img", "input", "br", "source", "hr", "wbr", "track")
# As short as this, a text is looked for as the whole of a sentence or a button.
_SHORT = 18


class _Walker(HTMLParser):
    """Texts and shown attributes, except where another language is declared."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._language = language
        self._open: list[bool] = []  # whether each open element is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        reads = self._reads and given.get("lang", self._language) == self._language
        if reads:
            self.found += [given[name] or "" for name in _SHOWN if name in given]
            if (given.get("name") or given.get("property")) in _TOLD_BY_META:
                self.found.append(given.get("content") or "")
        if tag not in _VOID:
            self._open.append(reads and tag not in _SILENT)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.found.append(data)

    @property
    def _reads(self) -> bool:
        return all(self._open)


def texts_of(page: str, *, language: str) -> list[str]:
    """Every text of a page of HTML that its visitor reads or hears, without isolates."""
    walker = _Walker(language)
    walker.feed(page)
    plain = [" ".join(text.translate(_ISOLATES).split()) for text in walker.found]
    return [text for text in plain if text]


def english_left(texts: list[str], *, language: str) -> list[str]:
    """The texts of ours that stand there in English though the language has words for them."""
    whole = " ".join(texts)
    return [text.one for text in _translated_texts(language) if text.stands_in(texts, whole=whole)]


def latin_words(texts: list[str], *, known: set[str]) -> set[str]:
    """Words in Latin letters that are no known names: texts that nobody marked for translating."""
    found = {word for text in texts for word in re.findall(r"(?<![\w/.])[A-Za-z’']{2,}", text)}
    return found - known


@dataclass(frozen=True)
class _English:
    """A text of ours, and its pieces between the placeholders."""

    one: str
    pieces: tuple[str, ...]

    def stands_in(self, texts: list[str], *, whole: str) -> bool:
        if not all(piece in whole for piece in self.pieces):
            return False
        if len(self.one) > _SHORT:
            return self._pattern.search(whole) is not None
        return any(map(self._pattern.fullmatch, texts))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(".{1,200}?".join(map(re.escape, self.pieces)))


@cache
def _translated_texts(language: str) -> list[_English]:
    return list(_read_texts(language))


@cache
def _ours() -> list[str]:
    return sorted({text.one for text in all_texts() if text.place != HANDBOOK})


def _read_texts(language: str) -> Iterator[_English]:
    with override(language):
        for one in _ours():
            pieces = tuple(PLACEHOLDER.split(one))
            if gettext(one) != one and any(len(piece) > 2 for piece in pieces):
                yield _English(one, pieces)
