"""Which part of a list an announcement is for. Decides nothing about anybody: it is a question."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

_NOT: Final = {True: "", False: "not "}
_STATES: Final = {
    "needs_fan": "whose pre-save needs them once more",
    "failed": "whose save could not be made",
}
_CONCERNS: Final = {
    "open": "who pre-saved it or wait to be reminded",
    "ended": "whose pre-save or reminder ended with it",
}


class BadSegment(ValueError):
    """No such part; the message says what there is."""


@dataclass(frozen=True)
class Segment:
    """All that is set has to hold. Empty: the whole list."""

    country: str = ""  # two capital letters
    service: str = ""  # a provider's name
    promised: bool | None = None  # a pre-save of the announcement's campaign that stands
    followed: bool | None = None  # asked to follow the artist, and not withdrawn
    state: str = ""  # of that pre-save: needs_fan, failed, saved, promised
    concern: str = ""  # what it means to them, by pre-save or reminder: open, ended

    def as_document(self) -> dict[str, Any]:
        """What is set, as it is stored."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    @property
    def needs_campaign(self) -> bool:
        """It asks about the pre-saves of one."""
        return self.promised is not None or bool(self.state or self.concern)

    def in_words(self) -> str:
        """For the organizer."""
        parts = [
            f"in {self.country}" if self.country else "",
            f"with {self.service}" if self.service else "",
            "" if self.promised is None else f"who have {_NOT[self.promised]}pre-saved it",
            "" if self.followed is None else f"who are {_NOT[self.followed]}following",
            _STATES.get(self.state, f"whose pre-save is {self.state}") if self.state else "",
            _CONCERNS[self.concern] if self.concern else "",
        ]
        told = ", ".join(part for part in parts if part)
        told = f"members {told}" if told else ""
        return told or "everybody on the list"


def read_segment(document: Mapping[str, Any]) -> Segment:
    """A stored one. Raises BadSegment."""
    known = {one.name for one in fields(Segment)}
    unknown = sorted(set(document) - known)
    if unknown:
        raise BadSegment(f"A segment knows no {unknown[0]!r}. It knows: {', '.join(sorted(known))}")
    segment = Segment(**document)
    if segment.concern and segment.concern not in _CONCERNS:
        raise BadSegment(f"A segment's concern is one of: {', '.join(_CONCERNS)}.")
    if segment.country and not (len(segment.country) == 2 and segment.country.isupper()):
        raise BadSegment(f"{segment.country!r} is no country. Give two capital letters, as DE.")
    return segment
