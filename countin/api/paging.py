"""Cursors: where the next page begins. They hold the number of a row and nothing else, and stay
right while rows come and go."""

import base64
import binascii
from typing import Annotated, Final

from pydantic import Field

from countin.api.problems import Problem

Limit = Annotated[int, Field(ge=1, le=200, description="How many, at most.")]
Cursor = Annotated[str, Field(max_length=40, description="`next` of the page before.")]
MOST_ROWS: Final = 2**63 - 1
_UNKNOWN: Final = (
    "This cursor is not from here. Begin without one, then send each page's `next` as it stands."
)


def write_cursor(kind: str, row: int) -> str:
    """Text that goes through an address unchanged."""
    return base64.urlsafe_b64encode(f"{kind}{row}".encode()).decode().rstrip("=")


def read_cursor(text: str, *, kinds: str) -> tuple[str, int]:
    """Kind (one letter of `kinds`) and row. Raises Problem for what was not made here."""
    try:
        told = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        raise Problem(422, _UNKNOWN) from None
    kind, digits = told[:1], told[1:]
    is_known = kind and kind in kinds and digits.isascii() and digits.isdigit()
    if not is_known or int(digits) > MOST_ROWS:
        raise Problem(422, _UNKNOWN)
    return kind, int(digits)
