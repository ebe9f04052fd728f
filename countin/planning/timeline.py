"""A release plan: every task with its day, and where it stands today. Pure.

Dates are calendar days where the organizer is; a plan knows no hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from countin.planning.abroad import Abroad, tell_hours
from countin.planning.distributors import DISTRIBUTORS
from countin.planning.tasks import Task, Weight
from countin.planning.templates import Template, rows_of

# Farther ones leave no room for the plan around them.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2999, 1, 1)
_FRIDAY: Final = 4
NO_CHANGES: Final = Template()
SAYS: Final = (
    "A plan is about timing. It finds no listeners: it concentrates those you can already reach.",
    "Deadlines are other people's rules as they had published them, and they change: look at the "
    "source before you rely on one.",
)


class Standing(StrEnum):
    """Where a task stands today."""

    DONE = "done"
    DROPPED = "dropped"
    LOST = "lost"  # somebody else's deadline has passed
    LATE = "late"  # its day has passed; it can still be done
    NOW = "now"  # it may be done now, and its day has not passed
    AHEAD = "ahead"
    OVER = "over"  # the release is out: its time is gone, or it happened by itself


@dataclass(frozen=True)
class Progress:
    """What people have noted about one task."""

    is_done: bool = False
    owner: str = ""
    note: str = ""


@dataclass(frozen=True)
class Planned:
    """What is planned: a release, its date, and who brings it to the services."""

    release_date: date
    kind: str  # single, ep or album
    distributor: str = ""  # the short name of one we know; "" for any other
    template: Template = NO_CHANGES
    progress: Mapping[str, Progress] = field(default_factory=dict)  # by a task's name
    abroad: tuple[Abroad, ...] = ()  # the countries that matter, each once
    is_at_once: bool = False  # out everywhere at one moment, not at each country's midnight


@dataclass(frozen=True)
class Entry:
    """One task on its days."""

    task: Task
    from_date: date
    due_date: date
    standing: Standing
    progress: Progress

    @property
    def is_too_late(self) -> bool:
        """Its day has passed and it was not done."""
        return self.standing in (Standing.LOST, Standing.LATE)

    @property
    def cost(self) -> str:
        """What being late costs, and what to do; empty while nothing is lost."""
        return self.task.late if self.is_too_late else ""


@dataclass(frozen=True)
class Timeline:
    """The plan as it stands on one day. Entries come in the order of their days."""

    planned: Planned
    today: date
    entries: tuple[Entry, ...]

    @property
    def days(self) -> int:
        """From today to the release; 0 on its day, negative after it."""
        return (self.planned.release_date - self.today).days

    @property
    def deadlines(self) -> tuple[Entry, ...]:
        """Other people's rules, apart from advice."""
        return tuple(entry for entry in self.entries if entry.task.is_hard)

    @property
    def too_late(self) -> tuple[Entry, ...]:
        """What is already too late."""
        return tuple(entry for entry in self.entries if entry.is_too_late)


def make_timeline(planned: Planned, *, today: date) -> Timeline:
    """Every task of the plan, those left out included, on its days.
    Raises ValueError for a date before 1900 or after 2998, from which no plan can be counted."""
    if not EARLIEST <= planned.release_date < LATEST:
        raise ValueError("Give a release date between 1900 and 2998.")
    rows = rows_of(planned.template, kind=planned.kind, distributor=planned.distributor)
    entries = [
        _enter(
            tell_hours(row, abroad=planned.abroad, is_at_once=planned.is_at_once),
            is_dropped=is_dropped,
            planned=planned,
            today=today,
        )
        for row, is_dropped in rows
    ]
    entries.sort(key=lambda entry: entry.due_date)  # on one day in the table's order
    return Timeline(planned, today, tuple(entries))


def notes_on(planned: Planned) -> tuple[str, ...]:
    """What should be known about this date and this distributor, in whole sentences."""
    found = []
    if planned.release_date.weekday() != _FRIDAY:
        found.append(
            f"{planned.release_date:%A} is not Friday, the day on which most music comes out and "
            "services renew what they show as new. Nothing forbids it; choose it on purpose."
        )
    if not planned.distributor:
        found.append(
            "Every distributor has deadlines of its own. We know of "
            f"{', '.join(one.title for one in DISTRIBUTORS.values())}; ask any other how "
            "many days it needs before release."
        )
    if planned.kind == "single":
        found.append(
            "A single is not taken for Spotify's own Countdown Page, nor, by what distributors "
            "say, for Apple's own pre-add when it is one track."
        )
    return tuple(found)


def _enter(row: Task, *, is_dropped: bool, planned: Planned, today: date) -> Entry:
    due_date = planned.release_date + timedelta(days=row.due)
    from_date = planned.release_date + timedelta(days=row.opens)
    progress = planned.progress.get(row.name, Progress())
    if progress.is_done:
        standing = Standing.DONE
    elif is_dropped:
        standing = Standing.DROPPED
    elif today <= due_date:
        standing = Standing.NOW if today >= from_date else Standing.AHEAD
    elif today > planned.release_date and (row.due < 0 or row.weight is Weight.OURS):
        standing = Standing.OVER
    else:
        standing = Standing.LOST if row.is_hard else Standing.LATE
    return Entry(row, from_date, due_date, standing, progress)
