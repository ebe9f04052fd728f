"""What is sent: nothing unknown in it, no text that a database can't hold, no moment that a clock
can't tell."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

from ninja import Path, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from countin.api.paging import MOST_ROWS
from countin.api.problems import Problem
from countin.api.shapes import NO_NUL
from countin.fans.addresses import tidy_address

_FARTHEST: Final = timedelta(days=3660)
Number = Annotated[int, Path(ge=1, le=MOST_ROWS)]
Given = Annotated[
    AwareDatetime, Field(description="ISO 8601 with its offset from UTC, within ten years.")
]


class Wish(Schema):
    """What an operation takes. A member that it does not know is refused, not forgotten."""

    model_config = ConfigDict(extra="forbid")


def plain(*, longest: int, least: int = 0) -> Any:
    """Text that can be stored."""
    return Field(min_length=least, max_length=longest, pattern=NO_NUL)


def read_moment(given: datetime, *, name: str, now: datetime) -> datetime:
    """In UTC. Raises Problem for one that is further than ten years away."""
    if not now - _FARTHEST < given < now + _FARTHEST:
        raise Problem(422, f"{name} is more than ten years away. Give a moment nearer to now.")
    return given.astimezone(UTC)


def read_email(given: str) -> str:
    """An address as mail servers take it. Raises Problem."""
    try:
        return tidy_address(given)
    except ValueError:
        raise Problem(422, "That is no e-mail address. Check it for a typing slip.") from None
