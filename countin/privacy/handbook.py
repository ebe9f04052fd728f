"""Reads docs/privacy.md, which ships with the checkout: the sections for fans, the fields."""

import re
from dataclasses import dataclass
from pathlib import Path

import countin

PATH = Path(countin.__file__).parents[1] / "docs" / "privacy.md"
# Said to the organizer alone: nothing there is a fan's.
NOT_OF_FANS = frozenset({"People who work on a release"})
_FIELD = re.compile(r"^\| `(\w+\.\w+\.\w+)` \|")


@dataclass(frozen=True)
class PersonalField:
    """One row of a table. `topic` is the heading above it, `name` is room.Model.field."""

    topic: str
    name: str
    what: str
    purpose: str
    legal_basis: str
    retention: str
    readers: str


def read_fields(text: str) -> tuple[PersonalField, ...]:
    """Every personal field, in the order of the page."""
    found, topic = [], ""
    for line in text.splitlines():
        if line.startswith("### "):
            topic = line.removeprefix("### ")
        elif _FIELD.match(line):
            cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
            found.append(PersonalField(topic, *cells))
    return tuple(found)


def fields_of_fans(text: str) -> tuple[PersonalField, ...]:
    """Those that the notice tells fans of."""
    return tuple(row for row in read_fields(text) if row.topic not in NOT_OF_FANS)


def read_sections(text: str) -> dict[str, list[str]]:
    """The sections under "For fans": heading to paragraphs and list items, without markup."""
    for_fans = text.split("\n## For fans\n", 1)[1].split("\n## ", 1)[0]
    parts = [part.partition("\n") for part in for_fans.split("\n### ")[1:]]
    return {title.strip(): _paragraphs(body) for title, _newline, body in parts}


def _paragraphs(body: str) -> list[str]:
    blocks = re.split(r"\n\s*\n|\n(?=- )", body.strip())
    return [_plain(block) for block in blocks if block.strip()]


def _plain(block: str) -> str:
    return " ".join(block.replace("*", "").replace("`", "").split())
