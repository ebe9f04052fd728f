"""What is rolled up: for each kind the table, whose number it is kept under, and which of a row's
values make its cell. SQL that SQLite and PostgreSQL both read; `{row}` stands for the row."""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import Model

from countin.messaging.models import Reminder
from countin.presaves.models import (
    Authorization,
    FollowAsk,
    PreSave,
    Purpose,
    StandingConsent,
)
from countin.presaves.states import FollowState, State, Step
from countin.visits.models import AppStep, Click, Visit

# Between the values of a cell. The last value alone may hold it.
SEPARATOR: Final = "|"


@dataclass(frozen=True)
class Source:
    """Rows of a table that are counted under `kind`, each in exactly one cell."""

    kind: str
    model: type[Model]
    cell: tuple[str, ...]
    watched: tuple[str, ...] = ()  # columns on which the cell depends and that change
    about: str = "{row}.campaign_id"
    only: str = ""  # rows that count
    table: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", self.model._meta.db_table)

    @property
    def cell_sql(self) -> str:
        """The cell of a row, as text."""
        return f" || '{SEPARATOR}' || ".join(self.cell)


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN '1' ELSE '' END"


def _column(name: str) -> str:
    return f"{{row}}.{name}"


def _number(name: str) -> str:
    return f"COALESCE(CAST({{row}}.{name} AS TEXT), '')"


def _of_presave(column: str) -> str:
    table = PreSave._meta.db_table
    return f"(SELECT {column} FROM {table} WHERE id = {{row}}.presave_id)"  # noqa: S608 - our own names


_CHANNEL: Final = _number("channel_id")
_PERSON: Final = "NOT {row}.is_bot"

SOURCES: Final = (
    Source(
        "presaves",
        PreSave,
        (
            *(_column("provider"), _column("market"), _CHANNEL),
            *(_column("state"), _column("reason")),
            _flag("{row}.standing_id IS NOT NULL"),
            _flag(
                f"{{row}}.state = '{State.PROMISED.value}' "
                f"AND {{row}}.next_step = '{Step.READ_BACK.value}'"
            ),
        ),
        watched=("market", "channel_id", "state", "reason", "standing_id", "next_step"),
    ),
    Source("states", PreSave, (_column("state"),), watched=("state",)),
    Source(
        "follows",
        FollowAsk,
        (
            _column("state"),
            f"CASE WHEN {{row}}.state = '{FollowState.FAILED.value}' "
            "THEN {row}.because ELSE '' END",
        ),
        watched=("state", "because"),
        about=_of_presave("campaign_id"),
    ),
    Source(
        "reminders",
        Reminder,
        (
            *(_column("provider"), _CHANNEL),
            _flag("{row}.confirmed_at IS NOT NULL OR {row}.push_allowed_at IS NOT NULL"),
            _flag("{row}.sent_at IS NOT NULL OR {row}.pushed_at IS NOT NULL"),
            _flag("{row}.withdrawn_at IS NOT NULL"),
        ),
        watched=(
            *("channel_id", "confirmed_at", "push_allowed_at", "sent_at", "pushed_at"),
            "withdrawn_at",
        ),
    ),
    Source("visits", Visit, (_CHANNEL, _flag("{row}.is_bot")), watched=("channel_id", "is_bot")),
    Source("countries", Visit, (_column("country"),), watched=("country", "is_bot"), only=_PERSON),
    Source(
        "apps",
        Visit,
        (_column("in_app"),),
        watched=("in_app", "is_bot"),
        only=f"{_PERSON} AND {{row}}.in_app <> ''",
    ),
    Source(
        "left",
        Visit,
        (_column("left_app"),),
        watched=("left_app", "is_bot"),
        only=f"{_PERSON} AND {{row}}.left_app <> ''",
    ),
    Source(
        "app_steps",
        AppStep,
        (_column("app"), _flag("{row}.has_left"), _column("kind")),
        watched=("app", "has_left", "kind"),
    ),
    Source(
        "presses",
        Authorization,
        (
            *(_column("provider"), _CHANNEL, _column("outcome")),
            _flag("{row}.returned_at IS NOT NULL"),
        ),
        watched=("purpose", "channel_id", "outcome", "returned_at"),
        only=f"{{row}}.purpose = '{Purpose.PRESAVE.value}'",
    ),
    Source("clicks", Click, (_column("kind"),), watched=("kind",)),
    Source(
        "standing",
        StandingConsent,
        (_flag("{row}.ended_at IS NOT NULL"),),
        watched=("ended_at",),
        about="{row}.artist_id",
    ),
)
KINDS: Final = tuple(source.kind for source in SOURCES)
TABLES: Final = tuple(dict.fromkeys(source.table for source in SOURCES))


def sources_of(table: str) -> tuple[Source, ...]:
    """What is counted of a table's rows."""
    return tuple(source for source in SOURCES if source.table == table)
