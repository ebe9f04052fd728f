"""Which translations a speaker of the language has read, as written down beside each of them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from countin.languages.available import (
    FOLDER,
    SOURCE,
    catalog_of,
    locale_name,
    read_languages,
    version_of,
)

_NAME: Final = "review.toml"


@dataclass(frozen=True)
class Review:
    """A speaker has read a language's texts as they were in the catalog of this version."""

    reader: str
    read_on: date
    version: str


@dataclass(frozen=True)
class Standing:
    """A language, named in itself, and how far a speaker has read it."""

    code: str
    name: str
    review: Review | None
    is_current: bool  # the review holds for the texts as they are now

    @property
    def in_words(self) -> str:
        """ "no speaker is on record as having read it"."""
        if self.review is None:
            return "no speaker is on record as having read it"
        read = f"read by {self.review.reader} on {self.review.read_on}"
        return read if self.is_current else f"{read}; texts have changed since"


def review_file(code: str, *, folder: Path = FOLDER) -> Path:
    """Where the review of a language is written down."""
    return folder / locale_name(code) / _NAME


def read_review(code: str, *, folder: Path = FOLDER) -> Review | None:
    """None where no speaker has read it. `ValueError`, with the file's name and the mend, for a
    file that says something else."""
    file = review_file(code, folder=folder)
    if not file.is_file():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return Review(str(told["reader"]), date.fromisoformat(told["read_on"]), told["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{file} does not say who read the language and when. Write it anew with "
            f"`python -m scripts.languages read {locale_name(code)} --by NAME`."
        ) from error


def standing_of_languages(folder: Path = FOLDER) -> list[Standing]:
    """Every language but the source, whose texts stand in the code."""
    found = read_languages(folder)
    return [_standing(code, name=name, folder=folder) for code, name in found if code != SOURCE]


@cache
def unread_languages() -> tuple[Standing, ...]:
    """Those that no speaker has read as they are now; looked up once a process."""
    return tuple(one for one in standing_of_languages() if not one.is_current)


def _standing(code: str, *, name: str, folder: Path) -> Standing:
    review = read_review(code, folder=folder)
    version = version_of(catalog_of(code, folder=folder))
    return Standing(code, name, review, review is not None and review.version == version)
