"""Open catalogs: what each is asked, and what it finds. Asked together, judged by nobody here."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from countin.elsewhere.sessions import Session, Unanswered

Json = object


@dataclass(frozen=True)
class Codes:
    """What a release is asked for by; one of them at least."""

    upc: str = ""
    isrc: str = ""


@dataclass(frozen=True)
class Found:
    """A link that a catalog knows, as it names it. `note` tells a track from its album."""

    link: str
    title: str
    artist: str
    note: str = ""


class Catalog(Protocol):
    """One that asks for no key."""

    name: str  # as in the setting: "itunes"
    label: str  # as people know it
    address: str

    async def find(self, codes: Codes, *, session: Session) -> list[Found]:
        """What it knows under these codes. Raises Unanswered."""


@dataclass(frozen=True)
class Answer:
    """What one catalog said; `trouble` where it said nothing."""

    catalog: str  # its label
    found: tuple[Found, ...] = ()
    trouble: str = ""


async def ask_catalogs(
    catalogs: Iterable[Catalog], *, codes: Codes, session: Session
) -> list[Answer]:
    """All of them at once, in their order. None of them stops the others."""
    async with session:
        asked = (_ask(catalog, codes=codes, session=session) for catalog in catalogs)
        return list(await asyncio.gather(*asked))


async def _ask(catalog: Catalog, *, codes: Codes, session: Session) -> Answer:
    try:
        return Answer(catalog.label, tuple(await catalog.find(codes, session=session)))
    except Unanswered as error:
        return Answer(catalog.label, trouble=str(error))


def text_of(part: Json, *path: str) -> str:
    """The text at the end of this path; empty where there is none."""
    for name in path:
        part = part.get(name) if isinstance(part, dict) else None
    return part if isinstance(part, str) else ""


def rows_of(part: Json, name: str) -> list[Json]:
    """The list under this name; empty where there is none."""
    rows = part.get(name) if isinstance(part, dict) else None
    return rows if isinstance(rows, list) else []
