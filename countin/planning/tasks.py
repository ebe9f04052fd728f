"""One row of a release plan: what to do, by when, why, and what it costs to be late."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

KINDS: Final = frozenset({"single", "ep", "album"})


class Weight(StrEnum):
    """How a row binds."""

    RULE = "rule"  # a deadline that somebody else set: it does not move
    ADVICE = "advice"  # what people who do it say; nothing shuts
    CHECK = "check"  # look whether others did what they should have
    OURS = "ours"  # what this software needs or does on that day


@dataclass(frozen=True)
class Task:
    """Something to do at a distance from the release date.

    Offsets are days from the release date, negative before it: it may begin on the day
    `opens` and is in time on the day `due`, that day included.
    """

    name: str  # stable: calendars and stored plans go by it
    weight: Weight
    opens: int
    due: int
    title: str
    why: str
    late: str  # what it costs once the day is over, and what to do instead
    sources: tuple[str, ...]
    kinds: frozenset[str] = KINDS  # of releases it is meant for
    distributor: str = ""  # the only one it concerns; "" concerns everybody

    @property
    def is_hard(self) -> bool:
        """Its day is somebody else's rule."""
        return self.weight is Weight.RULE
