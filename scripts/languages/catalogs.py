"""A language's file of translations, brought in step and compiled."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from countin.languages.available import FOLDER
from scripts.languages.extracting import Text

# First-strong isolate, and its end: a Latin title in an Arabic sentence can't turn it around.
_ISOLATE, _END = "\u2068", "\u2069"
_HEADER: Final = "# How to translate: docs/translating.md"
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_TAG: Final = re.compile(r"(<[^>]*>)")


class PlainCatalog(Catalog):
    """Without dates and names of tools in its head, so that it changes only where texts do."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def catalog_files(folder: Path = FOLDER) -> list[Path]:
    """The .po file of every language that has a folder."""
    return sorted(folder.glob("*/LC_MESSAGES/django.po"))


def read_catalog(path: Path) -> Catalog:
    """A new language's file may be empty."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def renew_catalog(old: Catalog, *, texts: Iterable[Text]) -> Catalog:
    """Exactly these texts, in this order, each with the translation it had. Nothing is guessed
    from similar texts, so nothing is ever fuzzy."""
    new = PlainCatalog(locale=old.locale, fuzzy=False, header_comment=_HEADER)
    for text in texts:
        known = old.get(text.one, text.context or None)
        string = known.string if known and bool(text.many) == known.pluralizable else None
        new.add(
            (text.one, text.many) if text.many else text.one,
            string,
            locations=[(text.place, 0)],
            user_comments=known.user_comments if known else (),
            context=text.context or None,
        )
    return new


def write_catalog(catalog: Catalog) -> bytes:
    """As a .po file."""
    out = BytesIO()
    write_po(out, catalog, width=100, include_lineno=False)
    return out.getvalue()


def compile_catalog(catalog: Catalog) -> bytes:
    """As a .mo file. In languages written from the right each value stands isolated."""
    is_from_right = catalog.locale is not None and catalog.locale.text_direction == "rtl"
    plain = PlainCatalog(locale=catalog.locale, fuzzy=False)
    for message in catalog:
        if message.id:
            strings = _isolate_all(message) if is_from_right else message.string
            plain.add(message.id, strings, context=message.context)
    out = BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def gaps(catalog: Catalog) -> Iterator[Message]:
    """Texts without a translation, or without one of their plural forms."""
    for message in catalog:
        if message.id and not all(strings_of(message)):
            yield message


def strings_of(message: Message) -> tuple[str, ...]:
    """A translation's forms: one, or as many as the language has plurals."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(str(text or "") for text in message.string or ("",))


def _isolate_all(message: Message) -> str | tuple[str, ...]:
    isolated = tuple(map(isolate, strings_of(message)))
    return isolated if message.pluralizable else isolated[0]


def isolate(text: str) -> str:
    """Every placeholder that does not stand in a tag, between isolates."""
    parts = _TAG.split(text)
    return "".join(
        part if part.startswith("<") else PLACEHOLDER.sub(rf"{_ISOLATE}\g<0>{_END}", part)
        for part in parts
    )
