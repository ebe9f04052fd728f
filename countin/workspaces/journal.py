"""Notes for the journal: what a restored backup must not forget. Numbers of rows, no person."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from countin.workspaces.models import JournalNote
from countin.workspaces.rows import insert_rows


class Noted(StrEnum):
    """What happened to a row. The words are stored."""

    SAVED = "saved"
    WITHDRAWN = "withdrawn"
    FOLLOWED = "followed"
    FOLLOW_WITHDRAWN = "follow_withdrawn"
    STANDING_STOPPED = "standing_stopped"
    REMINDER_WITHDRAWN = "reminder_withdrawn"
    REMINDER_SENT = "reminder_sent"
    REMINDER_PUSHED = "reminder_pushed"
    # Of the promise: its fan was asked to connect again, by the mail of that name.
    ASKED_AT_ONCE = "asked_at_once"
    ASKED_IN_A_WEEK = "asked_in_a_week"
    ASKED_TOMORROW = "asked_tomorrow"
    LIST_LEFT = "list_left"
    NEWS_ENDED = "news_ended"
    DISCONNECTED = "disconnected"
    ERASED = "erased"


def leave_notes(what: Noted, *, rows: Mapping[int, datetime], now: datetime) -> None:
    """That this happened to these rows, each with the moment at which it was made. Call in the
    transaction in which it happens."""
    insert_rows(
        JournalNote,
        fields=("what", "row", "row_made_at", "happened_at"),
        rows=[(what, row, made, now) for row, made in rows.items()],
    )
