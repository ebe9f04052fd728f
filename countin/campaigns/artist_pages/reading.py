"""Reads an artist file whole and collects everything that is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from countin.campaigns.codes import BadCode
from countin.campaigns.controlling import LONGEST_SENDER, read_sender
from countin.campaigns.documents import Document, read_document
from countin.campaigns.domains import LONGEST_DOMAIN, read_domain
from countin.campaigns.fields import Fields, Findings
from countin.campaigns.files import ArtistEntry
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.outside import LONGEST_ADDRESS, read_address
from countin.campaigns.pixels import read_pixels
from countin.campaigns.reading import read_artist
from countin.providers.contract import IdForms
from countin.workspaces.controllers import Named

LONGEST_WORDS: Final = 120
_PAGE_KEYS: Final = ("artist", "next")
_KEYS: Final = (*_PAGE_KEYS, "controller", "sender", "domain", "pixels")
_CONTROLLER_KEYS: Final = ("name", "contact", "address")
_NEXT_KEYS: Final = ("date", "what", "link")
_YEARS: Final = range(1970, 2101)


@dataclass(frozen=True)
class NextDate:
    """What comes next: a day where it happens, in words, and where to read more."""

    day: date
    words: str
    link: str  # "" where there is none


@dataclass(frozen=True)
class ArtistFile:
    """A file without findings. `next_date` is None where the file names none."""

    artist: ArtistEntry
    next_date: NextDate | None
    # Left out of the file, they stay as they are.
    controller: Named | None
    sender: str
    domain: str
    pixels: Mapping[str, str] | None
    lines: Mapping[str, int]  # dotted key to its line


def read_artist_file(path: Path, *, id_forms: Mapping[str, IdForms]) -> ArtistFile:
    """Raises BadCampaignFile with everything that is wrong in the file."""
    return _read(read_document(path), id_forms=id_forms, known=_KEYS)


def read_artist_page(document: Document, *, id_forms: Mapping[str, IdForms]) -> ArtistFile:
    """The same of a page alone: who they are and what comes next. Who answers for fans, domain
    and pixels have doors of their own, which ask for more. Raises BadCampaignFile."""
    return _read(document, id_forms=id_forms, known=_PAGE_KEYS)


def _read(
    document: Document, *, id_forms: Mapping[str, IdForms], known: tuple[str, ...]
) -> ArtistFile:
    findings = Findings(document.findings)
    fields = Fields(document.root, findings=findings)
    fields.refuse_unknown(known=known)
    if not fields.has("artist"):
        mend = "Add `artist:` and `name:` below it, as in a campaign file."
        fields.refuse("artist", what="`artist` is missing.", mend=mend)
    artist = read_artist(fields.table("artist"), id_forms=id_forms)
    next_date = _read_next(fields.table("next")) if fields.has("next") else None
    controller = _read_controller(fields.table("controller")) if fields.has("controller") else None
    sender = fields.code("sender", form=read_sender, longest=LONGEST_SENDER)
    domain = fields.code("domain", form=read_domain, longest=LONGEST_DOMAIN)
    pixels = read_pixels(fields.table("pixels")) if fields.has("pixels") else None
    if findings.found:
        raise BadCampaignFile(findings.found)
    return ArtistFile(artist, next_date, controller, sender, domain, pixels, findings.lines)


def _read_controller(fields: Fields) -> Named:
    fields.refuse_unknown(known=_CONTROLLER_KEYS)
    return Named(
        name=fields.required_text("name", longest=200),
        contact=fields.required_text("contact", longest=254),
        address=fields.required_text("address", longest=500),
    )


def _read_next(fields: Fields) -> NextDate | None:
    fields.refuse_unknown(known=_NEXT_KEYS)
    fields.require("date")
    day = fields.value("date", form=_read_day)
    words = fields.required_text("what", longest=LONGEST_WORDS)
    link = fields.code("link", form=read_address, longest=LONGEST_ADDRESS)
    return NextDate(day, words, link) if day else None


def _read_day(text: str) -> date:
    try:
        # The pattern: Python reads more forms than people expect here, such as 2026W48.
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise BadCode(f"{text!r} is no date.", "Write it like 2027-03-05.")
    return day
