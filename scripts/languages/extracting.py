"""Every text that a fan may read, as it stands in the code, the templates and the handbook."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from countin.privacy import handbook
from countin.providers.presenting import Words

ROOT: Final = Path(__file__).resolve().parents[2]
HANDBOOK: Final = "docs/privacy.md"
_PRODUCT: Final = ROOT / "countin"
# What names a text, and which of its arguments is which.
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A provider's own name is the same everywhere.
_SPOKEN: Final = {field.name for field in fields(Words)} - {"name"}


@dataclass(frozen=True)
class Text:
    """One text: where it stands, and its plural and its context where it has them."""

    place: str
    one: str
    many: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.one, self.context


def all_texts() -> Iterator[Text]:
    """In the order of files; the same text may come several times."""
    for path in sorted(_PRODUCT.rglob("*.py")):
        source = path.read_bytes()
        if b"gettext" in source:  # whoever calls it imports it; reading calls takes its time
            yield from _calls_in(source, place=_place(path))
        if "providers" in path.parts and b"Words(" in source:
            yield from _provider_words_in(source, place=_place(path))
    for path in sorted(_PRODUCT.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            yield from _calls_in(_as_python(path), place=_place(path))
    yield from _handbook_texts()


def _calls_in(source: bytes, *, place: str) -> Iterator[Text]:
    for _line, message, _comments, context in extract("python", BytesIO(source), _KEYWORDS):
        one, many = message if isinstance(message, tuple) else (message, "")
        yield Text(place, one, many, context or "")


def _as_python(path: Path) -> bytes:
    # Django writes a template as calls between blanks; Python would stumble over the indents.
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in text.splitlines()).encode()


def _provider_words_in(source: bytes, *, place: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == Words.__name__:
                yield from _fields_of(node, place=place)


def _fields_of(call: ast.Call, *, place: str) -> Iterator[Text]:
    for keyword in call.keywords:
        text = ast.literal_eval(keyword.value) if keyword.arg in _SPOKEN else ""
        if text:
            yield Text(place, text)


def _handbook_texts() -> Iterator[Text]:
    page = handbook.PATH.read_text(encoding="utf-8")
    for title, paragraphs in handbook.read_sections(page).items():
        for text in (title, *paragraphs):
            yield Text(HANDBOOK, text.removeprefix("- "))
    for row in handbook.fields_of_fans(page):
        for text in (row.topic, row.what, row.purpose, row.legal_basis, row.retention, row.readers):
            yield Text(HANDBOOK, text)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
