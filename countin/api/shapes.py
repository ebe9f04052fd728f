"""The shapes of what is answered. Members may be added in this version; none goes."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Moment = Annotated[
    str, Field(description="ISO 8601 in UTC.", json_schema_extra={"format": "date-time"})
]
Count = Annotated[int, Field(ge=0)]
NO_NUL = r"^[^\x00]*$"  # no database holds it
State = Literal["draft", "open", "paused", "releasing", "released", "ended"]


class Growing(Schema):
    """What may get further members."""

    model_config = ConfigDict(extra="allow")


class ProblemShape(Growing):
    """RFC 9457. `detail` says what to do next."""

    type: str
    title: str
    status: int
    detail: str


class FindingShape(Schema):
    """One thing that is wrong with a campaign; `line` where it was sent as text."""

    line: int | None
    what: str
    mend: str


class RefusalShape(ProblemShape):
    """Everything that is wrong with what was sent."""

    findings: list[FindingShape] = []


class CampaignShape(Growing):
    """A line of the list."""

    slug: str
    url: str
    state: State
    artist: str
    title: str
    release_date: str


class CampaignPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[CampaignShape]
    next: str | None


class AppliedShape(Growing):
    """What came of a campaign that was sent; empty `changed`: nothing."""

    slug: str
    url: str
    state: State
    modes: dict[str, str]
    runway_days: int
    notes: list[str]
    created: bool
    changed: list[str]
    pinned: dict[str, str]
    hits: dict[str, list[dict[str, Any]]]


class CopyWish(Schema):
    """A new draft that begins as a campaign that stands."""

    model_config = ConfigDict(extra="forbid")

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    release_date: date
    title: str | None = Field(default=None, min_length=1, max_length=300, pattern=NO_NUL)


class StandingShape(Schema):
    """How a campaign stands now."""

    slug: str
    state: State


class FiveStates(Schema):
    """Every pre-save is in exactly one."""

    promised: Count
    saved: Count
    needs_fan: Count
    failed: Count
    withdrawn: Count


class WaveShape(Growing):
    provider: str
    due_at: Moment
    markets: list[str] | None
    total: Count
    done: Count


class CountsShape(Growing):
    """The object of `countin campaign show --json`; docs/numbers.md defines each number."""

    slug: str
    url: str
    state: State
    modes: dict[str, str]
    presaves: FiveStates
    follows: dict[str, int]
    reminders: dict[str, int]
    native: dict[str, int]
    follow_link: dict[str, int]
    refused_by_service: Count
    reasons: dict[str, int]
    by_provider: dict[str, FiveStates]
    reminders_by_provider: dict[str, dict[str, int]]
    by_channel: dict[str, FiveStates]
    waves: list[WaveShape]


class ReportShape(Growing):
    """The object of `countin campaign report --format json`."""

    title: str
    artist: str
    as_of: Moment
    sentences: list[str]
    counts: CountsShape
    cannot_know: list[str]


class WatchShape(Growing):
    """The object of `countin campaign watch --json`."""

    slug: str
    at: Moment
    state: State
    presaves: FiveStates
    by_provider: dict[str, FiveStates]
    reasons: dict[str, int]
    waves: list[WaveShape]
    due: Count
    left_seconds: int | None
    hindrances: list[dict[str, Any]]


class RehearsalShape(Growing):
    """The object of `countin campaign rehearse --json`; `done_at` null: a worker is at it."""

    slug: str
    done_at: Moment | None
    fit: bool
    findings: list[dict[str, str]]


class LinkWish(Schema):
    """A tracked link; asked for twice, it is the same."""

    channel: str = Field(max_length=63, pattern=NO_NUL)
    utm_source: str = Field("", max_length=64, pattern=NO_NUL)
    utm_medium: str = Field("", max_length=64, pattern=NO_NUL)
    utm_campaign: str = Field("", max_length=64, pattern=NO_NUL)


class LinkShape(Schema):
    """The short address, and the readable one."""

    slug: str
    channel: str
    utm_source: str
    utm_medium: str
    utm_campaign: str
    short: str
    url: str


class LinkList(Schema):
    items: list[LinkShape]


class FanShape(Schema):
    """A promise or a reminder, as far as its fan's consent goes: the columns of the CSV."""

    kind: Literal["presave", "reminder"]
    service: str
    state: str
    reason: str
    asked_at: str
    changed_at: str
    market: str
    channel: str
    follow: str
    email: str
    email_confirmed_at: str
    words: str
    words_version: str
    language: str
    agreed_at: str


class FanPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[FanShape]
    next: str | None


class ErasureWish(Schema):
    """Whose: by the address they gave, or by the last part of their own page's address."""

    email: str = Field("", max_length=254, pattern=NO_NUL)
    token: str = Field("", max_length=200, pattern=NO_NUL)


class ErasureShape(Schema):
    """How many fans it was. Not done: it finishes by itself within a day."""

    fans: Count
    done: bool


class AlarmShape(Schema):
    """Something the operator has to do; its words hold the next step."""

    kind: str
    subject: str
    words: str
    raised_at: Moment


class AlarmList(Schema):
    items: list[AlarmShape]
