"""Announcements as they are sent and told."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from countin.api.shapes import Growing
from countin.api.wishes import Given, Wish, plain
from countin.messaging.announcement_tables import AnnouncementState
from countin.messaging.announcing.kinds import WRITTEN

_WRITTEN = [kind.value for kind in WRITTEN]
# Each is counted by questions of its own.
Few = Annotated[int, Field(ge=1, le=50, description="How many, at most.")]


class SegmentWish(Wish):
    """Who of the list; all that is set has to hold, and nothing set is everybody."""

    country: str = Field("", pattern=r"^([A-Z]{2})?$")
    service: Annotated[str, plain(longest=40)] = ""
    promised: bool | None = None
    followed: bool | None = None
    state: Literal["", "promised", "saved", "needs_fan", "failed"] = ""


class WordsWish(Wish):
    """What it says; null: as its kind does. Texts are Markdown."""

    subject: Annotated[str, plain(longest=200)] | None = None
    text: Annotated[str, plain(longest=20_000)] | None = None
    language: Annotated[str, plain(longest=10)] = "en"
    segment: SegmentWish | None = None
    has_artwork: bool = True
    time_zone: Annotated[str, plain(longest=60)] = "UTC"


class DraftWish(WordsWish):
    """A new one."""

    kind: Literal[*_WRITTEN]  # type: ignore[valid-type]  # one list of kinds for all


class TestWish(Wish):
    """Where the test goes."""

    __test__ = False  # no test of pytest's

    address: Annotated[str, plain(longest=254, least=3)]


class SendWish(Wish):
    """When it begins; null, or a moment that is over: now."""

    at: Given | None = None


class AnnouncementShape(Growing):
    """As `countin announce show --json` prints it, and its text."""

    announcement: int
    artist: str
    campaign: str | None
    channel: str | None
    kind: str
    state: Literal[*AnnouncementState.values]  # type: ignore[valid-type]  # as above
    subject: str
    text: str
    language: str
    segment: dict[str, Any]
    scheduled_at: str | None
    done_at: str | None
    next_at: str | None
    by_mail: bool
    mails: dict[str, int]
    pushes: dict[str, int]


class AnnouncementPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[AnnouncementShape]
    next: str | None


class BroughtShape(Growing):
    """What a way of an announcement about no campaign brought: the numbers `news.*`."""

    channel: str
    reach: int | None
    people: int
    machines: int
    presaves: int
    activation: dict[str, float] | None


class BroughtPage(Schema):
    """All of them."""

    items: list[BroughtShape]
