"""Numbers of rows, as forms and addresses send them."""

from typing import Final

_LONGEST: Final = 18  # digits, within what every database holds


def read_number(text: str) -> int:
    """The number; 0, which no row has, for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if is_number else 0
