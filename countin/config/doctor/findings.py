"""What the doctor says."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    FINE = "fine"
    NOTE = "note"  # works as it is; worth knowing
    MEND = "mend"  # release day would suffer


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    grade: Grade
    about: str
    words: str  # what was found and, unless fine, what to do


def fine(about: str, *, words: str) -> Finding:
    """Nothing to do."""
    return Finding(Grade.FINE, about, words)


def note(about: str, *, words: str) -> Finding:
    """Works, with a limit that should be known."""
    return Finding(Grade.NOTE, about, words)


def mend(about: str, *, words: str) -> Finding:
    """Has to be put right before the day."""
    return Finding(Grade.MEND, about, words)
