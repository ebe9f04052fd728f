"""The privacy notice that fans read, written from docs/privacy.md and the named controller."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from countin.privacy import handbook
from countin.privacy.handbook import PersonalField
from countin.providers.contract import Mode, Provider
from countin.workspaces.controllers import Controller

ROW_HEADINGS = ("What", "What for", "Legal basis", "Kept until", "Who reads it")


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and perhaps a table whose columns are `ROW_HEADINGS`."""

    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())


def notice_sections(controller: Controller, *, providers: Mapping[str, Provider]) -> list[Section]:
    """The whole notice. Only services that this installation connects to are named; without
    a controller it says that this is a test installation."""
    names = {provider.words.name for provider in providers.values()}
    connected = {provider.words.name for provider in providers.values() if _connects(provider)}
    sections = [
        Section(title, tuple(_fitting(paragraphs, names=names, connected=connected)))
        for title, paragraphs in _read_sections().items()
    ]
    return [_who_answers(controller), sections[0], *_what_is_kept(), *sections[1:]]


def _connects(provider: Provider) -> bool:
    return Mode.DIRECT in (provider.public_mode, provider.guest_mode)


def _who_answers(controller: Controller) -> Section:
    title = "Who answers for your data"
    if not controller.is_named:
        return Section(
            title,
            (
                "This is a test installation. Nobody is named as answering for it, "
                "so give it no data of your own.",
            ),
        )
    where = tuple(line.strip() for line in controller.address.splitlines() if line.strip())
    return Section(title, (controller.name, *where, f"Write to: {controller.contact}"))


def _fitting(paragraphs: Iterable[str], *, names: set[str], connected: set[str]) -> Iterable[str]:
    for paragraph in paragraphs:
        text = paragraph.removeprefix("- ")
        about = [name for name in names if text.startswith(f"{name} (")]
        if paragraph.startswith("- ") and not (set(about) & connected):
            continue
        yield text


def _what_is_kept() -> list[Section]:
    title = "What we keep, why and for how long"
    groups = groupby(_read_fields(), key=lambda row: row.topic)
    topics = [Section(topic, (), tuple(_merge(fields))) for topic, fields in groups]
    return [
        Section(
            title,
            ("Erasing on your own page ends all of it at once, but for the counts named below.",),
        ),
        *topics,
    ]


def _merge(fields: Iterable[PersonalField]) -> list[tuple[str, ...]]:
    """Fields that share all other answers become one row."""
    merged: dict[tuple[str, ...], list[str]] = {}
    for row in fields:
        answers = (row.purpose, row.legal_basis, row.retention, row.readers)
        merged.setdefault(answers, []).append(row.what)
    return [(_enumerate(what), *answers) for answers, what in merged.items()]


def _enumerate(what: list[str]) -> str:
    first, *rest = dict.fromkeys(what)
    return "; ".join([first, *map(_lower, rest)])


def _lower(text: str) -> str:
    # "SHA-256 of the key" stays as it is.
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@cache
def _read_fields() -> tuple[PersonalField, ...]:
    return handbook.read_fields(handbook.PATH.read_text())


@cache
def _read_sections() -> dict[str, list[str]]:
    return handbook.read_sections(handbook.PATH.read_text())
