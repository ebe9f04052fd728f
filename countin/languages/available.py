"""Which languages there are, read from the folders, and which version of its words each has."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import get_locale_identifier, parse_locale
from django.conf.locale import LANG_INFO

FOLDER: Final = Path(__file__).parent
# What the texts in the code are written in. It needs no folder.
SOURCE: Final = "en"
# Where Django's name is not how the speakers' own menus have it.
_USUAL: Final = {"pt-br": "Português (Brasil)", "ar": "العربية"}


def read_languages(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Code and own name ("de", "Deutsch") of every language, the source first, then by name."""
    found = [(code, own_name(code)) for code in _codes(folder)]
    return [(SOURCE, own_name(SOURCE)), *sorted(found, key=lambda pair: pair[1].casefold())]


def own_name(code: str) -> str:
    """The language as its speakers write it: "Español"."""
    # Django knows most of them by heart; Babel reads a file for each, whenever a command begins.
    known = _USUAL.get(code) or LANG_INFO.get(code, {}).get("name_local")
    name = str(known or Locale.parse(code, sep="-").get_display_name() or code)
    return name[:1].upper() + name[1:]


def catalog_of(code: str, *, folder: Path = FOLDER) -> Path:
    """The compiled translations of a language, where gettext looks for them."""
    return folder / locale_name(code) / "LC_MESSAGES" / "django.mo"


def locale_name(code: str) -> str:
    """A folder's name for a language's code: "pt_BR" for "pt-br"."""
    return get_locale_identifier(parse_locale(code, sep="-"))


@cache
def catalog_version(code: str) -> str:
    """Eight letters that change whenever a translation does; empty for the source."""
    catalog = catalog_of(code)
    return version_of(catalog) if catalog.is_file() else ""


def version_of(catalog: Path) -> str:
    """The same of a compiled catalog wherever it lies."""
    return sha256(catalog.read_bytes()).hexdigest()[:8]


def _codes(folder: Path) -> Iterator[str]:
    for catalog in folder.glob("*/LC_MESSAGES/django.mo"):
        yield catalog.parts[-3].replace("_", "-").lower()
