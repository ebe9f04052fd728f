"""The privacy notice that fans read, written from docs/privacy.md and the named controller."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countin.languages.available import SOURCE
from countin.privacy import handbook
from countin.privacy.handbook import PersonalField
from countin.providers.contract import Mode, Provider
from countin.workspaces.controllers import Controller

ROW_HEADINGS = (
    gettext_lazy("What"),
    gettext_lazy("What for"),
    gettext_lazy("Legal basis"),
    gettext_lazy("Kept until"),
    gettext_lazy("Who reads it"),
)


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and perhaps a table whose columns are `ROW_HEADINGS`."""

    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())


def notice_sections(controller: Controller, *, providers: Mapping[str, Provider]) -> list[Section]:
    """The whole notice. Only services that this installation connects to are named; without
    a controller it says that this is a test installation."""
    connecting = [provider.words for provider in providers.values() if _connects(provider)]
    names = {provider.words.name for provider in providers.values()}
    connected = {words.name for words in connecting}
    told = [f"- {words.privacy}" for words in connecting if words.privacy]
    sections = [
        Section(
            say(title),
            tuple(map(say, _fitting(_joined(paragraphs, told), names=names, connected=connected))),
        )
        for title, paragraphs in _read_sections().items()
    ]
    return [_who_answers(controller), sections[0], *_what_is_kept(), *sections[1:]]


def _connects(provider: Provider) -> bool:
    return Mode.DIRECT in (provider.public_mode, provider.guest_mode)


def _who_answers(controller: Controller) -> Section:
    title = _("Who answers for your data")
    if not controller.is_named:
        return Section(
            title,
            (
                _(
                    "This is a test installation. Nobody is named as answering for it, "
                    "so give it no data of your own."
                ),
            ),
        )
    where = tuple(line.strip() for line in controller.address.splitlines() if line.strip())
    contact = _("Write to: %(contact)s") % {"contact": controller.contact}
    return Section(title, (controller.name, *where, contact))


def _joined(paragraphs: list[str], told: list[str]) -> list[str]:
    """What providers tell of themselves stands behind the last service that the page names."""
    lines = [at for at, paragraph in enumerate(paragraphs) if paragraph.startswith("- ")]
    return (
        [*paragraphs[: lines[-1] + 1], *told, *paragraphs[lines[-1] + 1 :]] if lines else paragraphs
    )


def _fitting(paragraphs: Iterable[str], *, names: set[str], connected: set[str]) -> Iterable[str]:
    for paragraph in paragraphs:
        text = paragraph.removeprefix("- ")
        about = [name for name in names if text.startswith(f"{name} (")]
        if paragraph.startswith("- ") and not (set(about) & connected):
            continue
        yield text


def _what_is_kept() -> list[Section]:
    title = _("What we keep, why and for how long")
    groups = groupby(_read_fields(), key=lambda row: row.topic)
    topics = [Section(say(topic), (), tuple(_merge(fields))) for topic, fields in groups]
    return [
        Section(
            title,
            (
                _(
                    "Erasing on your own page ends all of it at once, but for the counts named "
                    "below."
                ),
            ),
        ),
        *topics,
    ]


def _merge(fields: Iterable[PersonalField]) -> list[tuple[str, ...]]:
    """Fields that share all other answers become one row."""
    merged: dict[tuple[str, ...], list[str]] = {}
    for row in fields:
        answers = (row.purpose, row.legal_basis, row.retention, row.readers)
        merged.setdefault(answers, []).append(row.what)
    return [(_enumerate(what), *map(say, answers)) for answers, what in merged.items()]


def _enumerate(what: list[str]) -> str:
    first, *rest = dict.fromkeys(what)
    if get_language() == SOURCE:
        return "; ".join([first, *map(_lower, rest)])
    # In other languages small letters at the start may be wrong.
    return format_html_join(_("; "), "{}", ((say(text),) for text in (first, *rest)))


def _lower(text: str) -> str:
    # "SHA-256 of the key" stays as it is.
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def say(text: str) -> str:
    """A text of docs/privacy.md in the language that is active; one without a translation stays
    English, and is marked as English."""
    translated = _(text)
    if translated != text or get_language() == SOURCE:
        return translated
    return format_html('<span lang="{}" dir="ltr">{}</span>', SOURCE, text)


@cache
def _read_fields() -> tuple[PersonalField, ...]:
    return handbook.fields_of_fans(handbook.PATH.read_text())


@cache
def _read_sections() -> dict[str, list[str]]:
    return handbook.read_sections(handbook.PATH.read_text())
