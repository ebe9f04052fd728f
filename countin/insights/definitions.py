"""What a definition of a number says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """What a number counts, and what it leaves out or can't tell apart."""

    name: str
    counts: str
    leaves_out: str
